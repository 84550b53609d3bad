import Inference
import Tensors

/// Windows of one binding that run together, and what came of them; used again and again, with the memory that it has.
///
/// `@unchecked Sendable`: one thread at a time changes it. The loop's thread fills it; while a model's own thread runs it,
/// until the completion has come back, the loop looks at its steps at most, and those stay as they are.
final class WindowBatch: ModelWork, @unchecked Sendable {
    /// What came of one window.
    enum Outcome {
        /// A row of `results`.
        case row
        /// Results of its own: the batch failed as a whole, and each window has run alone.
        case alone([Tensor])
        case failed(String)
    }

    private(set) var steps: [WindowQueue.Step] = []
    private(set) var windows = 0
    /// What the model gave for all windows together.
    private(set) var results: [Tensor] = []
    /// One for each window, once it has run.
    private(set) var outcomes: [Outcome] = []
    /// The scores of all windows, where they ran together.
    private(set) var scores: [Double] = []
    /// The field errors of all windows, where they were asked for and the windows ran together.
    private(set) var fieldErrors: [Float] = []
    /// What the last run took.
    private(set) var took = Duration.zero
    /// True: every run also asks how much each field has to do with the score.
    var asksFieldErrors = false

    private let fit: FittedBinding
    private var input: [Tensor] = []

    init(_ fit: FittedBinding) { self.fit = fit }

    /// Takes steps and the numbers of the windows among them.
    func fill(_ steps: ArraySlice<WindowQueue.Step>, _ numbers: ArraySlice<Float>, windows: Int) {
        self.steps.append(contentsOf: steps)
        self.windows = windows
        guard windows > 0 else { return }
        var bytes = input.isEmpty ? [] : input[0].takeMemory()
        // Any bytes may be looked at as bytes.
        unsafe numbers.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
        input = tensor(bytes, rows: windows).map { [$0] } ?? []
    }

    /// Runs the windows on a model; when that fails each runs alone, so that only the culprit gets the error.
    func run(on session: any InferenceSession) {
        guard windows > 0 else { return }
        let start = ContinuousClock.now
        runAll(on: session)
        took = ContinuousClock.now - start
    }

    private func runAll(on session: any InferenceSession) {
        do throws(InferenceError) {
            try session.run(input, outputs: wanted, into: &results)
            guard windows == 1 || results.allSatisfy({ $0.shape.rows == windows }) else { return runEach(on: session) }
            outcomes.append(contentsOf: repeatElement(.row, count: windows))
            if fit.rule != nil { scores = Self.numbers(results[0]) }
            if wanted.count > 1 { fieldErrors = results[1].values() ?? [] }
        } catch {
            guard windows > 1 else {
                outcomes.append(.failed("\(error)"))
                return
            }
            runEach(on: session)
        }
    }

    /// A window as the input of a run of its own.
    func window(_ index: Int) -> Tensor? {
        guard let input = input.first else { return nil }
        let size = 4 * fit.numbers
        return tensor(Array(input.bytes[index * size..<(index + 1) * size]), rows: 1)
    }

    /// The score of a window; nil where it failed.
    func score(_ index: Int) -> Double? {
        switch outcomes[index] {
        case .row: index < scores.count ? scores[index] : nil
        case .alone(let tensors): tensors.first.flatMap { Self.numbers($0).first }
        case .failed: nil
        }
    }

    /// What the model gave for a window; nil where it failed.
    func outputs(_ index: Int) -> [Tensor]? {
        switch outcomes[index] {
        case .row:
            guard windows > 1 else { return results }
            let own = results.compactMap { $0.only(index..<index + 1) }
            return own.count == results.count ? own : nil
        case .alone(let tensors): return tensors
        case .failed: return nil
        }
    }

    /// Lets go of the windows.
    func clear() {
        steps.removeAll(keepingCapacity: true)
        outcomes.removeAll(keepingCapacity: true)
        scores.removeAll(keepingCapacity: true)
        fieldErrors.removeAll(keepingCapacity: true)
        windows = 0
    }

    private var wanted: [String] {
        asksFieldErrors && fit.hasFieldErrors ? fit.outputs + [FittedBinding.fieldErrors] : fit.outputs
    }

    private func runEach(on session: any InferenceSession) {
        for index in 0..<windows {
            do throws(InferenceError) {
                guard let window = window(index) else { throw InferenceError(.runFailed, "the window is too large") }
                outcomes.append(.alone(try session.run([window], outputs: fit.outputs)))
            } catch {
                outcomes.append(.failed("\(error)"))
            }
        }
    }

    private func tensor(_ bytes: consuming [UInt8], rows: Int) -> Tensor? {
        guard let shape = fit.shape(rows: rows) else { return nil }
        return Tensor(name: fit.input, datatype: .fp32, shape: shape, bytes: bytes)
    }

    private static func numbers(_ tensor: Tensor) -> [Double] {
        tensor.values(as: Float.self)?.map(Double.init) ?? tensor.values(as: Double.self) ?? []
    }
}
