import Anomaly
import Foundation
import Inference
import Tensors

@testable import Edge

/// Bindings of the tests, fitted to models of the tests.
enum Fitted {
    /// Settings with one binding of two fields, changed as given.
    static func settings(_ changes: [String: any Sendable] = [:], model: String = "/m") throws -> Settings.Binding {
        let binding = TelemetryScene.binding.merging(changes) { $1 }
        let json: [String: any Sendable] = [
            "models": [["name": "press-ae", "path": model]], "bindings": [binding], "node": "n1",
        ]
        let text = String(decoding: try JSONSerialization.data(withJSONObject: json), as: UTF8.self)
        return try Settings.load(from: SettingsSamples.sources(json: text)).settings.bindings[0]
    }

    /// What a model of windows of three readings of two fields says of itself.
    static func model(
        input: [Int?] = [nil, 3, 2],
        datatype: Datatype = .fp32,
        score: [Int?] = [nil],
        fieldErrors: [Int?]? = [nil, 2]
    ) -> ModelDescription {
        ModelDescription(
            inputs: [TensorSignature(name: "x", datatype: datatype, dimensions: input)],
            outputs: [TensorSignature(name: "score", datatype: .fp32, dimensions: score)]
                + (fieldErrors.map { [TensorSignature(name: "field_errors", datatype: .fp32, dimensions: $0)] } ?? [])
        )
    }

    /// The model's baseline.
    static func baseline(fields: [String] = ["x", "y"], window: Int = 3) throws -> Baseline {
        Baseline(
            profileID: "p",
            model: Baseline.Model(name: "press-ae", sha256: ""),
            created: "2026-11-21T00:00:00Z",
            rowCount: 3,
            data: Baseline.Source(files: []),
            window: try WindowShape(size: window),
            fields: fields.map { FieldProfile(name: $0, values: [0, 1, 2]) },
            score: try ScoreProfile(smoothed: [1, 1, 1], choice: ScoreProfile.Choice(smooth: 10, factor: 2))
        )
    }

    /// A binding that fits.
    static func binding(
        _ changes: [String: any Sendable] = [:],
        model: ModelDescription = model(),
        baseline: Baseline? = try? baseline()
    ) throws -> FittedBinding {
        let settings = try settings(changes)
        return try FittedBinding(
            settings,
            judging: Judging(settings, baseline: baseline, path: "/m/baseline.json"),
            model: model,
            version: "7",
            fingerprint: [1]
        )
    }
}
