import Anomaly
import Foundation
import Inference
import Support
import Tensors
import Testing

@testable import Edge

@Suite("Fitting a binding to its model")
struct FittingTests {
    /// A misfit and what is said of it.
    struct Misfit: Sendable, CustomTestStringConvertible {
        let expected: String
        var changes: [String: any Sendable] = [:]
        var model = Fitted.model()
        var baseline: Baseline? = try? Fitted.baseline()
        var testDescription: String { expected }
    }

    private static let plain: [String: any Sendable] = ["anomaly": NSNull()]

    static let misfits = [
        Misfit(expected: "anomaly needs the thresholds of /m/baseline.json, which does not exist", baseline: nil),
        Misfit(expected: "there are 1 fields, but the model was trained on 2: x, y", changes: ["fields": ["$.v.x"]]),
        Misfit(
            expected: "the fields stand in the order y, x, but the model was trained on x, y",
            changes: ["fields": ["$.v.y", "$.v.x"]]
        ),
        Misfit(
            expected: "window.size is 4, but the model was trained with windows of 3",
            changes: ["window": ["size": 4]]
        ),
        Misfit(expected: "model 'press-ae' has no input 'z'; it has x", changes: ["input": "z"]),
        Misfit(expected: "input 'x' is FP64; a binding fills FP32", model: Fitted.model(datatype: .fp64)),
        Misfit(expected: "its first dimension must be free or 1", model: Fitted.model(input: [8, 3, 2])),
        Misfit(
            expected: "has shape [-1, 4, 2], but the binding has windows of 3",
            model: Fitted.model(input: [nil, 4, 2])
        ),
        Misfit(expected: "has shape [-1, 3, 5], but the binding", model: Fitted.model(input: [nil, 3, 5])),
        Misfit(expected: "has shape [-1, 7], but the binding", model: Fitted.model(input: [nil, 7])),
        Misfit(expected: "has shape [-1], but the binding", model: Fitted.model(input: [nil])),
        Misfit(
            expected: "model 'press-ae' has no output 's'; it has score, field_errors; set anomaly.output",
            changes: ["anomaly": ["output": "s"]]
        ),
        Misfit(expected: "anomaly needs a number for each window", model: Fitted.model(score: [nil, 2])),
        Misfit(
            expected: "leaves the length of a window open; set window.size",
            changes: plain,
            model: Fitted.model(input: [nil, nil, 2]),
            baseline: nil
        ),
    ]

    @Test("[bindings-1] [bindings-2] says what does not go together", arguments: misfits)
    func misfit(_ misfit: Misfit) throws {
        let error = #expect(throws: EdgeError.self) {
            try Fitted.binding(misfit.changes, model: misfit.model, baseline: misfit.baseline)
        }
        #expect(error?.message.contains(misfit.expected) == true, "\(error?.message ?? "")")
    }

    @Test("[bindings-3] window and anomaly come from the baseline where nothing is said")
    func defaults() throws {
        let fit = try Fitted.binding()
        #expect(fit.window == (try WindowShape(size: 3)))
        #expect(fit.rule == (try AnomalyRule(smooth: 10, threshold: 2)))
        #expect(fit.outputs == ["score"] && fit.hasFieldErrors && !fit.takesOneRow)
        let changed = try Fitted.binding([
            "window": ["stride": 2, "max_gap_s": 1.5] as [String: any Sendable],
            "anomaly": ["smooth": 1, "factor": 3, "on_after": 2, "off_after": 4, "off_ratio": 0.5]
                as [String: any Sendable],
        ])
        #expect(changed.window == (try WindowShape(size: 3, stride: 2, maximalGapSeconds: 1.5)))
        #expect(
            changed.rule == (try AnomalyRule(smooth: 1, threshold: 3, onAfter: 2, offAfter: 4, offRatio: 0.5))
        )
    }

    @Test("[bindings-1] takes windows in two forms, rows without windows, and models of one window")
    func layouts() throws {
        let shapes = try [
            Fitted.binding(model: Fitted.model(input: [nil, 3, 2])),
            Fitted.binding(model: Fitted.model(input: [nil, 6])),
            Fitted.binding(Self.plain, model: Fitted.model(input: [nil, 2]), baseline: nil),
            Fitted.binding(Self.plain, model: Fitted.model(input: [nil, 3, 2]), baseline: nil),
        ].map { $0.shape(rows: 5)?.dimensions }
        #expect(shapes == [[5, 3, 2], [5, 6], [5, 2], [5, 3, 2]])
        #expect(try Fitted.binding(model: Fitted.model(input: [1, 3, 2])).takesOneRow)
    }

    @Test("[bindings-2] a baseline of another model is refused")
    func otherModel() throws {
        let model = try WindowModel(digest: String(repeating: "0", count: 64))
        let loaded = try Self.load(model)
        #expect(loaded.reason?.contains("belongs to a model with SHA-256 000") == true, "\(loaded.reason ?? "")")
        #expect(try Self.load(WindowModel()).reason == nil)
    }

    @Test("[bindings-2] a baseline that cannot be read is refused with its path")
    func broken() throws {
        let model = try WindowModel()
        try Data("{".utf8).write(to: URL(fileURLWithPath: model.path + "/baseline.json"))
        let loaded = try Self.load(model)
        #expect(loaded.reason?.hasPrefix("\(model.path)/baseline.json: ") == true, "\(loaded.reason ?? "")")
    }

    private static func load(_ model: WindowModel) throws -> LoadedBinding {
        let binding = try Fitted.settings(model: model.path)
        let reference = Settings.ModelReference(
            name: binding.model,
            path: model.path,
            origin: binding.origin
        )
        let loader = try OnnxLoader.testing()
        let session = try loader.load(reference)
        let loaded = LoadedModel(
            reference: reference,
            version: "7",
            condition: .serving(session, .unknown(threads: 1)),
            fingerprint: loader.fingerprint(of: reference)
        )
        return LoadedBinding.load(binding, models: [loaded])
    }
}
