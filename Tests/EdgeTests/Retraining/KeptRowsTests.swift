import Foundation
import Support
import Testing

@testable import Edge
@testable import Storage

@Suite("Rows that a node keeps")
struct KeptRowsTests {
    private static let local: [String: any Sendable] = [
        "retrain": ["mode": "local"], "updates": ["allow_unsigned": true],
    ]

    @Test(
        "[retrain-40] [retrain-41] complete rows after offset and scale, and whether an episode of their key was open"
    )
    func kept() async throws {
        let folder = try TemporaryFolder()
        let fields: [any Sendable] = [["path": "$.v.x", "offset": 0.5] as [String: any Sendable], "$.v.y"]
        let scene = try await TelemetryScene.start(["fields": fields], settings: Self.local, folder: folder)
        scene.send([1, 1, 10])
        _ = try await scene.events(1)
        scene.client.send(Array(#"{"ts":1000000010000,"v":{"x":1}}"#.utf8), to: "plant/hall2/press4/telemetry")
        scene.send([10, 11], from: 1_000_000_020_000)
        scene.send([1], device: "hall2/press5")
        try await scene.health { $0.readings == 7 }
        try await scene.end()
        let place = RetrainingFolder(dataDirectory: folder.path).rows(of: Name(fitting: "press"))
        let form = try #require(try RowForm(Fitted.settings(["fields": fields]).plan))
        var rows: [String] = []
        let complaints = try RowArchive(folder: place, form: form).read { block in
            for row in 0..<block.count {
                let key = String(decoding: block.keys[block.key(of: row)], as: UTF8.self)
                let numbers = Array(block.numbers(of: row))
                rows.append("\(key) \(block.time(of: row) / 1_000_000 % 1000) \(numbers) \(block.isAnomalous(row))")
            }
        }
        let expected = [
            #"["hall2","press4"] 0 [1.5, 1.0] false"#, #"["hall2","press4"] 1 [1.5, 1.0] false"#,
            #"["hall2","press4"] 2 [10.5, 10.0] false"#, #"["hall2","press4"] 20 [10.5, 10.0] true"#,
            #"["hall2","press4"] 21 [11.5, 11.0] true"#, #"["hall2","press5"] 0 [1.5, 1.0] false"#,
        ]
        #expect(rows == expected)
        #expect(complaints.isEmpty)
    }

    @Test("[retrain-40] are none where nobody trains on them")
    func others() async throws {
        let folder = try TemporaryFolder()
        let scene = try await TelemetryScene.start(settings: ["retrain": ["mode": "mqtt"]], folder: folder)
        scene.send([1, 1, 1])
        _ = try await scene.predictions(1)
        try await scene.end()
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/rows"))
    }
}
