import Anomaly
import Inference
import Telemetry
import Tensors

/// Whether a model takes what a binding has.
struct ModelFit {
    let binding: Settings.Binding
    let model: ModelDescription

    private var fields: Int { binding.plan.fields.count }

    /// The input that the binding fills: it must be the only one, of FP32.
    func input() throws(EdgeError) -> TensorSignature {
        let names = model.inputs.map(\.name).joined(separator: ", ")
        guard model.inputs.count == 1 else {
            throw EdgeError("model '\(binding.model)' has the inputs \(names); a binding fills a model with one input")
        }
        let input = model.inputs[0]
        if let wanted = binding.input, wanted != input.name {
            throw EdgeError("model '\(binding.model)' has no input '\(wanted)'; it has \(names)")
        }
        guard input.datatype == .fp32 else {
            throw EdgeError(
                "input '\(input.name)' is \(input.datatype.rawValue); a binding fills FP32: export the model so"
            )
        }
        guard let first = input.dimensions.first, first == nil || first == 1 else {
            throw EdgeError(
                "input '\(input.name)' has shape \(input.wireShape); its first dimension must be free or 1, for windows"
            )
        }
        return input
    }

    /// How rows lie in the input.
    func layout(of input: TensorSignature, _ judging: Judging) throws(EdgeError) -> FittedBinding.Layout {
        let dimensions = input.dimensions
        switch dimensions.count {
        case 3:
            guard dimensions[2] == nil || dimensions[2] == fields else { throw misfit(input, judging) }
            guard let size = judging.window?.size ?? dimensions[1] else {
                throw EdgeError("input '\(input.name)' leaves the length of a window open; set window.size")
            }
            guard dimensions[1] == nil || dimensions[1] == size else { throw misfit(input, judging) }
            if let window = judging.window { return .windows(window) }
            return .windows(try Judging.shape(size, judging.stride, judging.maximalGapSeconds))
        case 2:
            if let window = judging.window {
                guard dimensions[1] == nil || dimensions[1] == window.size * fields else {
                    throw misfit(input, judging)
                }
                return window.size == 1 && window.stride == 1 && window.maximalGapSeconds == nil ? .rows : .flat(window)
            }
            guard dimensions[1] == nil || dimensions[1] == fields, !binding.window.isConfigured else {
                throw misfit(input, judging)
            }
            return .rows
        default: throw misfit(input, judging)
        }
    }

    /// The output must hold one number for each window.
    func checkScore(_ name: String) throws(EdgeError) {
        guard let output = model.outputs.first(where: { $0.name == name }) else {
            let names = model.outputs.map(\.name).joined(separator: ", ")
            throw EdgeError("model '\(binding.model)' has no output '\(name)'; it has \(names); set anomaly.output")
        }
        let isColumn = output.dimensions.count == 1 || (output.dimensions.count == 2 && output.dimensions[1] == 1)
        guard output.datatype == .fp32 || output.datatype == .fp64, isColumn else {
            throw EdgeError(
                "output '\(name)' is \(output.datatype.rawValue) of shape \(output.wireShape); "
                    + "anomaly needs a number for each window: FP32 or FP64 of shape [-1]"
            )
        }
    }

    /// Whether the model says how much each field has to do with a score.
    var hasFieldErrors: Bool {
        model.outputs.contains { output in
            output.name == FittedBinding.fieldErrors && output.datatype == .fp32 && output.dimensions.count == 2
                && (output.dimensions[1] ?? fields) == fields
        }
    }

    private func misfit(_ input: TensorSignature, _ judging: Judging) -> EdgeError {
        let window = judging.window.map { "windows of \($0.size) readings" } ?? "no window"
        return EdgeError(
            "input '\(input.name)' has shape \(input.wireShape), but the binding has \(window) and \(fields) fields; "
                + "expected [-1, window, fields], [-1, window x fields] or, without a window, [-1, fields]"
        )
    }
}
