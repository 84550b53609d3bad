import Inference
import Models
import Tensors

/// Inputs of a model with the outputs that it gave for them here, as files of a bundle.
struct GoldenTests {
    /// The most tests of a bundle.
    static let most = 64
    /// How far a number may be off elsewhere: other processors and versions of the library add in another order.
    private static let tolerance = (absolute: 1e-4, relative: 1e-3)

    /// What the manifest says of them.
    private(set) var tests: [Manifest.GoldenTest] = []
    /// The files, in order.
    private(set) var files: [(name: String, bytes: [UInt8])] = []

    /// No tests.
    init() {}

    /// Runs a model on inputs.
    ///
    /// - Throws: Why it cannot be run, or that an output is not finite, so that nothing could be compared with it.
    init(of session: any InferenceSession, inputs: [[Tensor]]) throws(LabError) {
        for (number, tensors) in inputs.enumerated() {
            let outputs: [Tensor]
            do throws(InferenceError) {
                outputs = try session.run(tensors)
            } catch {
                throw LabError("golden test \(number) cannot be made: \(error)")
            }
            if let bad = outputs.first(where: { $0.firstNonFinite() != nil }) {
                throw LabError(
                    "golden test \(number) cannot be made: output '\(bad.name)' has numbers that are not finite for made-up "
                        + "inputs; make the bundle without --golden"
                )
            }
            add(number, tensors, outputs)
        }
    }

    private mutating func add(_ number: Int, _ inputs: [Tensor], _ outputs: [Tensor]) {
        var test = Manifest.GoldenTest(inputs: [:], outputs: [:])
        for (place, tensor) in inputs.enumerated() {
            let file = "\(Self.prefix)\(number)-in-\(place).bin"
            files.append((file, tensor.bytes))
            test.inputs[tensor.name] = Manifest.TensorFile(file: file, shape: tensor.shape.dimensions)
        }
        for (place, tensor) in outputs.enumerated() {
            let file = "\(Self.prefix)\(number)-out-\(place).bin"
            files.append((file, tensor.bytes))
            let isExact = !tensor.datatype.isFloatingPoint
            test.outputs[tensor.name] = Manifest.Expectation(
                file: file,
                shape: tensor.shape.dimensions,
                atol: isExact ? 0 : Self.tolerance.absolute,
                rtol: isExact ? 0 : Self.tolerance.relative
            )
        }
        tests.append(test)
    }

    private static let prefix = "golden-"

    /// True for the name of a file that was written here for a test.
    static func isFile(_ name: String) -> Bool {
        name.wholeMatch(of: #/golden-[0-9]+-(in|out)-[0-9]+\.bin/#) != nil
    }
}
