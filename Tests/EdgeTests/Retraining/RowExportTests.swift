import Foundation
import Support
import Telemetry
import Testing

@testable import Edge
@testable import Storage

@Suite("Rows for a training")
struct RowExportTests {
    /// A row: its key, when it came in and its number, both as seconds.
    struct Row {
        let key: String
        let second: Int
        var isAnomalous = false
    }

    private let folder: TemporaryFolder
    private let form: RowForm
    private let ring: RowRing

    init() throws {
        folder = try TemporaryFolder()
        form = try #require(RowForm(fields: 2, digest: [UInt8](repeating: 3, count: 32)))
        ring = try RowRing(folder: folder.path + "/line.ring", form: form, limit: 1 << 20)
    }

    private func keep(_ rows: [Row], beginsAnew: Bool = false) throws {
        var block = RowBlock(form: form)
        block.beginsAnew = beginsAnew
        for row in rows {
            let arrival = RetrainScene.time(row.second).microseconds
            let outcome = block.append(
                key: Array(row.key.utf8),
                arrival: arrival,
                time: arrival - 500_000,
                row: [Double(row.second), 20.3].span,
                isAnomalous: row.isAnomalous
            )
            #expect(outcome == .taken)
        }
        try ring.write(block)
    }

    private func choice(_ seconds: ClosedRange<Int>, expected: Int = 0, most: Int = 1000) -> RowExport.Choice {
        let window = RetrainScene.time(seconds.lowerBound)...RetrainScene.time(seconds.upperBound)
        return RowExport.Choice(window: window, expected: expected, most: most)
    }

    /// What is written: the header, and stretch and second of each row.
    private func written(
        _ choice: RowExport.Choice,
        fields: [String] = ["a", "b"]
    ) throws -> (outcome: RowExport.Outcome, header: String, rows: [String]) {
        let path = "\(folder.path)/\(UUID().uuidString).csv"
        let export = RowExport(archive: RowArchive(folder: ring.path, form: form), fields: fields)
        let outcome = try export.write(choice, to: path) { false }
        guard outcome.rows > 0 else {
            #expect(!FileManager.default.fileExists(atPath: path))
            return (outcome, "", [])
        }
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map(String.init)
        let rows = lines.dropFirst().map { line in
            let cells = line.split(separator: ",")
            let second = Int(Double(cells[2]) ?? -1)
            #expect(cells[0] == "\(RetrainScene.time(second).microseconds - 500_000)" && cells[3] == "20.3")
            return "\(cells[1]):\(second)"
        }
        return (outcome, lines[0], rows)
    }

    @Test("[retrain-47] rows are chosen by when they came in, and have the time when they were measured")
    func window() throws {
        try keep((0..<10).map { Row(key: "a", second: $0) })
        let found = try written(choice(3...6))
        #expect(found.rows == ["1:3", "1:4", "1:5", "1:6"])
        #expect(found.outcome == RowExport.Outcome(rows: 4, stretches: 1))
        #expect(try written(choice(20...30)).outcome.rows == 0)
    }

    @Test("[retrain-47] where the clock was set and the window has too few, the latest rows are taken")
    func clock() throws {
        try keep((0..<10).map { Row(key: "a", second: $0) })
        let found = try written(choice(9...20, expected: 5))
        #expect(found.rows == ["1:5", "1:6", "1:7", "1:8", "1:9"] && found.outcome.isLatest)
        #expect(try written(choice(100...200, expected: 50)).rows.count == 10)
        #expect(try written(choice(5...9, expected: 5)).outcome.isLatest == false)
        // Rows of the last second may not be on the disk yet.
        #expect(try written(choice(6...9, expected: 8)).outcome == RowExport.Outcome(rows: 4, stretches: 1))
    }

    @Test("[retrain-47] of more rows than fit the memory the latest are taken")
    func most() throws {
        try keep((0..<10).map { Row(key: "a", second: $0) })
        #expect(try written(choice(0...8, most: 3)).rows == ["1:6", "1:7", "1:8"])
        #expect(try written(choice(100...200, expected: 5, most: 2)).rows == ["1:8", "1:9"])
    }

    @Test("[retrain-48] a stretch has rows of one key, and ends where rows are missing or anomalous")
    func stretches() throws {
        try keep((0..<6).map { Row(key: $0.isMultiple(of: 2) ? "a" : "b", second: $0) })
        #expect(try written(choice(0...99)).rows == ["1:0", "2:1", "1:2", "2:3", "1:4", "2:5"])
        try keep([Row(key: "a", second: 6), Row(key: "b", second: 7, isAnomalous: true), Row(key: "b", second: 8)])
        #expect(try written(choice(6...99)).rows == ["1:6", "2:8"])
        #expect(try written(choice(5...99)).rows == ["1:5", "2:6", "3:8"])
        try keep([Row(key: "a", second: 9), Row(key: "b", second: 10)], beginsAnew: true)
        #expect(try written(choice(6...99)).rows == ["1:6", "2:8", "3:9", "4:10"])
    }

    @Test("[retrain-48] the columns of time and stretch are called otherwise where a field has their name")
    func names() throws {
        try keep([Row(key: "a", second: 1)])
        #expect(try written(choice(0...9)).header == #""time","stretch","a","b""#)
        let odd = try written(choice(0...9), fields: ["time", "stretch"])
        #expect(odd.header == #""time_","stretch_","time","stretch""#)
        #expect(
            try written(choice(0...9), fields: ["a,b", "say \"c\""]).header == #""time","stretch","a,b","say ""c""""#
        )
    }

    @Test("[retrain-48] what is written is read by training as it was")
    func trained() async throws {
        try keep((0..<40).map { Row(key: $0.isMultiple(of: 2) ? "a" : "b", second: $0) })
        let path = folder.path + "/rows.csv"
        let export = RowExport(archive: RowArchive(folder: ring.path, form: form), fields: ["anomaly", "time"])
        _ = try export.write(choice(0...99), to: path) { false }
        let result = try await RetrainScene.marram([
            "train", path, "--out", folder.path + "/m", "--columns", "anomaly", "--window", "4", "--time-column",
            export.timeColumn, "--time-format", "epoch_us", "--key-column", export.stretchColumn,
        ])
        #expect(result.output.contains("trained on: 40 rows, 34 windows"), "\(result.errors)")
    }

    @Test("[retrain-58] it ends with the program")
    func stopped() throws {
        try keep([Row(key: "a", second: 1)])
        let export = RowExport(archive: RowArchive(folder: ring.path, form: form), fields: ["a", "b"])
        #expect(throws: RowExport.Stopped.self) {
            try export.write(choice(0...9), to: folder.path + "/rows.csv") { true }
        }
    }
}
