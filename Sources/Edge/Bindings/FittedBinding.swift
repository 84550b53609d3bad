import Anomaly
import Inference
import Telemetry
import Tensors

/// A binding that goes together with its model: what readings become, and what scores mean.
struct FittedBinding: Sendable {
    /// How rows lie in the model's input.
    enum Layout: Sendable {
        /// [N, fields]: no windows.
        case rows
        /// [N, size × fields].
        case flat(WindowShape)
        /// [N, size, fields].
        case windows(WindowShape)
    }

    let settings: Settings.Binding
    /// The version of the model that it was fitted to.
    let version: String
    /// The model's input.
    let input: String
    let layout: Layout
    /// True when the model takes one window a run.
    let takesOneRow: Bool
    /// How scores are judged; nil: they are not.
    let rule: AnomalyRule?
    /// The outputs that every run asks for; empty: all.
    let outputs: [String]
    /// True when the model says how much each field has to do with a score.
    let hasFieldErrors: Bool
    /// What is watched for drift.
    let drift: DriftSupport
    /// What tells the model from others, for state that outlives the program.
    let fingerprint: [UInt8]

    /// The output with each field's part in the score.
    static let fieldErrors = "field_errors"

    /// How rows are joined; nil: each is run by itself.
    var window: WindowShape? {
        switch layout {
        case .rows: nil
        case .flat(let shape), .windows(let shape): shape
        }
    }

    /// The numbers in a reading.
    var fields: Int { settings.plan.fields.count }
    /// The numbers that make one row of the input.
    var numbers: Int { (window?.size ?? 1) * fields }

    /// The shape of an input of so many rows; nil where that is too much.
    func shape(rows: Int) -> Shape? {
        switch layout {
        case .rows: Shape([rows, fields])
        case .flat: Shape([rows, numbers])
        case .windows(let shape): Shape([rows, shape.size, fields])
        }
    }

    /// Fits a binding to a model.
    ///
    /// - Throws: what does not go together, and the remedy.
    init(
        _ binding: Settings.Binding,
        judging: Judging,
        model: ModelDescription,
        version: String,
        fingerprint: [UInt8],
        drift: DriftSupport = .unwatched(reason: nil)
    ) throws(EdgeError) {
        let fit = ModelFit(binding: binding, model: model)
        let input = try fit.input()
        settings = binding
        self.version = version
        self.input = input.name
        self.fingerprint = fingerprint
        self.drift = drift
        layout = try fit.layout(of: input, judging)
        takesOneRow = input.dimensions[0] == 1 || model.outputs.contains { $0.dimensions.first == 1 }
        rule = judging.rule
        if rule != nil { try fit.checkScore(judging.scoreOutput) }
        outputs = rule == nil ? [] : [judging.scoreOutput]
        hasFieldErrors = rule != nil && fit.hasFieldErrors
    }
}
