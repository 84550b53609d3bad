import Inference
import Models
import Tensors

/// Compares what a manifest says of inputs and outputs with the model.
enum PortCheck {
    /// - Throws: `probe_failed`, with the first port that is not as it should be.
    static func check(_ model: ModelDescription, against ports: Manifest.Ports) throws(UpdateError) {
        try check(model.inputs, against: ports.inputs, "input")
        try check(model.outputs, against: ports.outputs, "output")
    }

    private static func check(
        _ found: [TensorSignature],
        against expected: [Manifest.Port],
        _ side: String
    ) throws(UpdateError) {
        for port in expected {
            guard let signature = found.first(where: { $0.name == port.name }) else {
                let names = found.map(\.name).joined(separator: ", ")
                throw wrong("the model has no \(side) '\(port.name)', it has [\(names)]")
            }
            guard signature.datatype.rawValue == port.datatype, signature.wireShape == port.shape else {
                throw wrong(
                    "\(side) '\(port.name)' is \(signature.datatype.rawValue) \(signature.wireShape), "
                        + "the manifest says \(port.datatype) \(port.shape)"
                )
            }
        }
        if let other = found.first(where: { signature in !expected.contains { $0.name == signature.name } }) {
            throw wrong("the model has the \(side) '\(other.name)', which the manifest does not name")
        }
    }

    private static func wrong(_ finding: String) -> UpdateError {
        UpdateError(.probeFailed, "\(finding); make the bundle again of the right model")
    }
}
