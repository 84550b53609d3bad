import Drift
import Foundation
import Support
import Telemetry
import Testing

@testable import Lab

@Suite struct SignalDetectionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Every number of a step from 0 to 3 at 500, in a fixed order about it.
    private static let signal: [Double] = (0..<1000).map { row in
        let level: Double = row < 500 ? -1 : 2
        return Double((row &* 7919) % 101) / 50 + level
    }

    private func detect(
        _ text: String,
        _ detectors: [String],
        _ pairs: [String] = [],
        column: String? = nil
    ) throws -> ([DetectionEvent], DetectionSummary) {
        let path = try folder.write(text, to: "s.csv")
        var events: [DetectionEvent] = []
        let choices = try detectors.map { try DetectorChoice($0, pairs) }
        let summary = try SignalDetection(path, choices, column: column).run {
            events.append($0)
            return true
        }
        return (events, summary)
    }

    @Test("[drift-130] events are those of the detector, each with row, line and time")
    func events() throws {
        var own = try Detector(.adwin, ["parity": .text("river")])
        let expected = Self.signal.indices.filter { own.update(Self.signal[$0]) == .drift }
        let text = "time,x\n" + Self.signal.enumerated().map { "\($0),\($1)\n" }.joined()
        let (events, summary) = try detect(text, ["ADWIN", "kswin"], ["parity=river", "kswin.seed=7"], column: "x")
        let drifts = events.filter { $0.detector == 0 }
        #expect(!expected.isEmpty && drifts.map(\.row) == expected)
        #expect(drifts.map(\.line) == expected.map { $0 + 2 })
        #expect(drifts.map(\.time?.microseconds) == expected.map { Int64($0) * 1_000_000 })
        #expect(summary.rows == 1000 && summary.missing == 0 && summary.column == "x" && summary.hasDrifted)
        #expect(summary.tallies[0].drifts == expected.count && summary.tallies[0].firstDrift == expected[0])
        #expect(summary.tallies[1].drifts == events.count - expected.count && summary.tallies[1].values == 1000)
    }

    @Test("[drift-131] missing numbers are counted and passed over; the row a change began at counts them")
    func missing() throws {
        let plain = Self.signal.map { "\($0)\n" }.joined()
        let (without, _) = try detect(plain, ["adwin"], ["parity=river"])
        let (with, summary) = try detect("\nNaN\n\n" + plain, ["adwin"], ["parity=river"])
        #expect(summary.missing == 3 && summary.rows == 1003 && summary.tallies[0].values == 1000)
        #expect(with.map(\.row) == without.map { $0.row + 3 } && !with.isEmpty)
        #expect(with.map(\.since) == without.map { $0.since.map { $0 + 3 } })
    }

    @Test("[drift-133] of every K rows one is looked at; rows are counted as they stand in the file")
    func every() throws {
        let thinned = stride(from: 0, to: 1000, by: 4).map { "\(Self.signal[$0])\n" }.joined()
        let (alone, _) = try detect(thinned, ["kswin"], ["window_size=40", "stat_size=20"])
        let path = try folder.write(Self.signal.map { "\($0)\n" }.joined(), to: "all.csv")
        let choice = try DetectorChoice("kswin", ["window_size=40", "stat_size=20"])
        var events: [DetectionEvent] = []
        let summary = try SignalDetection(path, [choice], column: nil, every: 4).run {
            events.append($0)
            return true
        }
        #expect(summary.rows == 1000 && summary.tallies[0].values == 250)
        #expect(events.map(\.row) == alone.map { $0.row * 4 } && !events.isEmpty)
        #expect(events.map(\.since) == alone.map { $0.since.map { $0 * 4 } })
    }

    @Test("[drift-131] numbers that are unfit for a detector are counted")
    func unfit() throws {
        let text = String(repeating: "0\n1\n0.5\ninf\n", count: 20)
        let (_, summary) = try detect(text, ["ddm", "adwin"])
        #expect(summary.tallies.map(\.skipped) == [40, 20] && summary.tallies.map(\.values) == [40, 60])
    }

    @Test("[drift-132] warnings are told once, when they begin, in the values that river records")
    func warnings() throws {
        let recorded = try JSONDecoder().decode(
            Recorded.self,
            from: Data(contentsOf: Project.root.appending(path: "Tests/Fixtures/drift/errors.json"))
        )
        #expect(recorded.records.count == 6)
        for record in recorded.records {
            let text = recorded.values.map { "\($0)\n" }.joined()
            let (events, _) = try detect(text, [record.detector], record.settings + ["parity=river"])
            let drifts = events.filter { if case .drift = $0.kind { true } else { false } }.map(\.row)
            let rises = events.filter { if case .warning = $0.kind { true } else { false } }.map(\.row)
            #expect(drifts == record.drift && rises == record.warning_rise, "\(record.detector) \(record.settings)")
        }
        #expect(
            recorded.records.contains { !$0.drift.isEmpty } && recorded.records.contains { !$0.warning_rise.isEmpty }
        )
    }

    private struct Recorded: Decodable {
        struct Record: Decodable {
            let detector: String
            let settings: [String]
            let drift: [Int]
            let warning_rise: [Int]
        }
        let values: [Int]
        let records: [Record]
    }

    @Test("[drift-133] settings are for all detectors or for one; a reference is for those that take it")
    func settings() throws {
        let pairs = ["parity=none", "adwin.delta=0.01", "KSWIN.alpha=0.001"]
        let reference = try SignalReference(mean: 3, deviation: 2)
        let adwin = try DetectorChoice("adwin", pairs, reference: reference)
        #expect(adwin.parameters.values["delta"] == .number(0.01) && adwin.parameters.values["mean"] == .number(3))
        #expect(!adwin.lacksReference && adwin.settings.map(\.name) == ["parity", "delta"])
        let kswin = try DetectorChoice("kswin", pairs, reference: reference)
        #expect(kswin.parameters.values["alpha"] == .number(0.001) && !kswin.lacksReference)
        #expect(try DetectorChoice("page_hinkley", []).lacksReference)
        #expect(try !DetectorChoice("page_hinkley", ["parity=river"]).lacksReference)
        for (name, pairs, message) in [
            ("adwin", ["delta=2"], "delta"), ("adwin", ["gamma=2"], "'gamma' cannot be set"),
            ("hmm", [], "is no detector"), ("ddm", ["hmm.delta=1"], "is no detector"), ("ddm", ["x"], "no setting"),
        ] {
            let error = #expect(throws: LabError.self) { try DetectorChoice(name, pairs) }
            #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        }
    }

    @Test(
        "[drift-134] what cannot be read is refused with its line",
        arguments: [
            ("1\nwarm\n", nil, "line 2, column 1: 'warm' where a number"), ("x,y\n1,2\n", nil, "name the one to read"),
            ("x\n", nil, "no row"), ("", nil, "empty"), ("x\nNaN\n\n", "x", "none of the 1 rows has a number"),
            ("x\n1\n", "y", "no column 'y'; the file has x"),
        ]
    )
    func refuses(text: String, column: String?, message: String) throws {
        let error = #expect(throws: LabError.self) { try detect(text, ["adwin"], column: column) }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("s.csv: ") == true)
    }
}
