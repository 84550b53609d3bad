import Anomaly
import Inference
import Tensors

/// A model that gives windows of readings a score each.
struct WindowModel: Sendable {
    /// The input that windows go to.
    static let input = "x"

    private let session: OnnxSession
    private let output: String
    private let window: Int
    private let fields: Int

    /// Loads the model of a folder.
    ///
    /// - Throws: When it cannot be loaded, or takes other windows than its baseline says.
    init(_ folder: ModelFolder, _ baseline: Baseline, runtime: OnnxRuntime) throws(LabError) {
        do throws(InferenceError) {
            session = try OnnxSession(runtime: runtime, path: folder.place(ModelFolder.model))
        } catch {
            throw LabError("\(error)")
        }
        output = baseline.score.output
        window = baseline.window.size
        fields = baseline.fields.count
        guard let one = Shape([1, window, fields]), let input = session.model.inputs.first,
            session.model.inputs.count == 1, input.name == Self.input, input.datatype == .fp32, input.accepts(one),
            session.model.outputs.contains(where: { $0.name == output })
        else {
            throw LabError(
                "\(session.file) does not take 'x' as FP32 [N, \(window), \(fields)] and give '\(output)', as "
                    + "\(ModelFolder.baseline) says; train again"
            )
        }
    }

    /// The scores of windows.
    ///
    /// - Parameters:
    ///   - windows: Windows one behind the other, as `WindowBuffer` appends them; kept as they are.
    ///   - count: How many they are: 1 or more.
    /// - Returns: A score for each, in order.
    /// - Throws: Why the model fails.
    func scores(of windows: [Float], count: Int) throws(LabError) -> [Float] {
        guard let shape = Shape([count, window, fields]),
            let tensor = Tensor(name: Self.input, shape: shape, windows)
        else { throw LabError("\(windows.count) numbers are not \(count) windows of \(window) x \(fields)") }
        let results: [Tensor]
        do throws(InferenceError) {
            results = try session.run([tensor], outputs: [output])
        } catch {
            throw LabError("\(error)")
        }
        guard let scores = results.first?.values(as: Float.self), scores.count == count else {
            throw LabError("\(session.file) does not give '\(output)' as FP32 [N]; train again")
        }
        return scores
    }
}
