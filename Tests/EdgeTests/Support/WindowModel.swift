import Anomaly
import Cryptography
import Drift
import Foundation
import Support

/// A folder with a model of windows of three readings of x and y, and its baseline.
///
/// The score is the mean distance from zero; the threshold is 2.
struct WindowModel {
    let folder: TemporaryFolder
    var path: String { folder.path }
    /// Rows of the profile of the tests.
    static let trainingRows = 1000

    init(
        fixture: String? = "window",
        fields: [String] = ["x", "y"],
        window: Int = 3,
        gap: Double? = nil,
        choice: ScoreProfile.Choice = ScoreProfile.Choice(smooth: 1, factor: 2),
        digest: String? = nil,
        threshold: Double = 2,
        mark: UInt8? = nil,
        profile: [ReferenceColumn]? = nil
    ) throws {
        folder = try TemporaryFolder()
        var found = ""
        if let fixture {
            var model = try Data(contentsOf: URL(fileURLWithPath: Project.fixture(fixture)))
            // A field that ONNX does not know makes another file of the same model.
            if let mark { model += [0xC0, 0x3E, mark] }
            try model.write(to: URL(fileURLWithPath: folder.path + "/model.onnx"))
            var hasher = SHA256Hasher()
            hasher.update(Array(model))
            found = hasher.finish().bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
        let baseline = Baseline(
            profileID: "p",
            model: Baseline.Model(name: "press-ae", sha256: digest ?? found),
            created: "2026-11-21T00:00:00Z",
            rowCount: profile == nil ? 3 : Self.trainingRows,
            data: Baseline.Source(files: []),
            window: try WindowShape(size: window, maximalGapSeconds: gap),
            fields: fields.map { FieldProfile(name: $0, values: [0, 1, 2]) },
            score: try ScoreProfile(smoothed: Array(repeating: threshold / 2, count: 3), choice: choice)
        )
        var json = try baseline.json()
        if let profile {
            var choice = ReferenceProfile.Choice()
            choice.windowSizes = [50]
            json = try ReferenceProfile(
                columns: profile,
                model: ReferenceProfile.Model(name: "press-ae", sha256: digest ?? found),
                profileID: "p",
                created: "2026-11-21T00:00:00Z",
                choice: choice
            ).json(into: json)
        }
        try Data(json).write(to: URL(fileURLWithPath: folder.path + "/baseline.json"))
    }
}
