import Inference
import Models
import Tensors

/// Runs a manifest's golden tests.
struct GoldenRun {
    /// Bytes of inputs that are kept for measuring.
    private static let mostKept = 64 << 20

    let files: ProbeFiles
    let manifest: Manifest
    let session: any InferenceSession

    /// Runs them all; returns their inputs, as far as they are not large.
    ///
    /// - Throws: `probe_failed`, with the test, the output and the first element that is not as it should be.
    func run() throws(UpdateError) -> [[Tensor]] {
        var kept: [[Tensor]] = []
        var bytes = 0
        for (index, test) in manifest.tests.enumerated() {
            let inputs = try run(test, "tests[\(index)]")
            bytes += inputs.reduce(0) { $0 + $1.bytes.count }
            if kept.isEmpty || bytes <= Self.mostKept { kept.append(inputs) }
        }
        return kept
    }

    private func run(_ test: Manifest.GoldenTest, _ label: String) throws(UpdateError) -> [Tensor] {
        let inputs = try inputs(test, label)
        let names = test.outputs.keys.sorted()
        let outputs: [Tensor]
        do {
            outputs = try session.run(inputs, outputs: names)
        } catch {
            throw ProbeFailure.running(error, label)
        }
        for output in outputs {
            guard let expectation = test.outputs[output.name] else { continue }
            try compare(output, expectation, label)
        }
        return inputs
    }

    private func inputs(_ test: Manifest.GoldenTest, _ label: String) throws(UpdateError) -> [Tensor] {
        if let other = test.inputs.keys.sorted().first(where: { name in
            !session.model.inputs.contains { $0.name == name }
        }) {
            throw UpdateError(.probeFailed, "\(label) has the input '\(other)', which the model has not")
        }
        var tensors: [Tensor] = []
        for signature in session.model.inputs {
            guard let file = test.inputs[signature.name] else {
                throw UpdateError(.probeFailed, "\(label) lacks the model's input '\(signature.name)'; add its file")
            }
            tensors.append(try GoldenTensor.make(try files.golden(file.file, of: manifest), of: file, for: signature))
        }
        return tensors
    }

    private func compare(
        _ found: Tensor,
        _ expectation: Manifest.Expectation,
        _ label: String
    ) throws(UpdateError) {
        let bytes = try files.golden(expectation.file, of: manifest)
        let expected = try GoldenTensor.make(bytes, of: expectation, like: found)
        let comparison = TensorComparison(atol: expectation.atol, rtol: expectation.rtol)
        guard let difference = comparison.firstDifference(found, expected) else { return }
        throw UpdateError(
            .probeFailed,
            "\(label): output '\(found.name)' is \(difference.found) at \(difference.place), "
                + "\(expectation.file) expects \(difference.expected) (atol \(expectation.atol), "
                + "rtol \(expectation.rtol)); this is not the model that the test was made with, or not its runtime"
        )
    }
}
