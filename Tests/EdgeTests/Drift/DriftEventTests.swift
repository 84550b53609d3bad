import Drift
import Foundation
import Telemetry
import Testing

@testable import Edge

@Suite("What is told of drift")
struct DriftEventTests {
    private static func event(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(bytes + [UInt8(ascii: "}")])) as? [String: Any])
    }

    @Test("[drift-164] an event of drift has the fields of the contract, and the same identifier when told again")
    func drift() throws {
        var settings = WatchRig.settings
        settings.examples = 2
        let rig = try WatchRig(settings: settings)
        rig.feed(1000)
        rig.feed(2000, shift: 2)
        let finding = try #require(rig.findings(.drift).first { $0.change.detector == "ks" })
        let events = DriftEvents(node: Fitted.name("n1"))
        let event = try Self.event(events.document(finding, rig.subject, now: WatchRig.time(7)))
        #expect(event["type"] as? String == "io.marram.drift.detected.v1" && event["subject"] as? String == "press")
        #expect(event["id"] as? String == events.id(finding, rig.subject))
        let data = try #require(event["data"] as? [String: Any])
        let expected: Set = [
            "schema_version", "binding", "scope", "feature", "detector", "state", "statistic", "threshold", "p_value",
            "direction", "severity", "systemic", "window", "reference", "current", "model", "change_estimate",
            "samples_seen", "missing", "non_finite", "suppressed_count", "examples",
        ]
        #expect(Set(data.keys) == expected)
        #expect(data["scope"] as? String == "input" && data["feature"] as? String == "$.v.x")
        #expect(data["state"] as? String == "drift" && data["direction"] as? String == "up")
        let detector = try #require(data["detector"] as? [String: Any])
        #expect(detector["name"] as? String == "ks" && detector["parity"] as? String == "none")
        #expect((detector["params"] as? [String: Any])?["window"] as? Int == 200)
        #expect(detector["share_error"] as? Double == 1.0 / 256)
        let window = try #require(data["window"] as? [String: Any])
        #expect(window["count"] as? Int == 200 && (window["start"] as? String)?.hasSuffix("Z") == true)
        let estimate = try #require(data["change_estimate"] as? [String: Any])
        #expect(try #require(estimate["earliest_index"] as? Int) <= #require(estimate["latest_index"] as? Int))
        #expect((data["current"] as? [String: Any])?["quantiles"] as? [Double] != nil)
        #expect((data["examples"] as? [[Double]])?.count == 2)
        #expect((data["model"] as? [String: Any])?["version"] as? String == "7")
    }

    @Test("[drift-164] numbers that JSON lacks are left out")
    func notFinite() throws {
        let rig = try WatchRig()
        rig.feed(1000)
        rig.feed(2000, shift: 2)
        var finding = try #require(rig.findings(.drift).first)
        finding.statistic = .infinity
        finding.threshold = .nan
        let events = DriftEvents(node: Fitted.name("n1"))
        let data = try #require(
            try Self.event(events.document(finding, rig.subject, now: WatchRig.time(7)))["data"] as? [String: Any]
        )
        #expect(data["statistic"] == nil && data["threshold"] == nil && data["severity"] as? String != nil)
    }

    @Test("[drift-165] an event of data quality names check, key, value and limit")
    func quality() throws {
        let rig = try WatchRig()
        rig.feed(500)
        for _ in 0..<60 { rig.feed([0.25, 5]) }
        let occasion = try #require(rig.occasions.first)
        guard case .quality(let change, let field) = occasion else {
            Issue.record("a violation is expected")
            return
        }
        let events = DriftEvents(node: Fitted.name("n1"))
        let bytes = events.document(change, field: field, key: ["hall2", "press4"], rig.subject, now: WatchRig.time(1))
        let event = try Self.event(bytes)
        #expect(event["type"] as? String == "io.marram.dataquality.violated.v1")
        #expect(event["subject"] as? String == "press/hall2/press4")
        let data = try #require(event["data"] as? [String: Any])
        #expect(data["check"] as? String == "stuck" && data["feature"] as? String == field)
        #expect(try #require(data["value"] as? Double) > #require(data["limit"] as? Double))
    }

    @Test("[drift-166] the retained state says how each feature stands, and by whose word")
    func report() throws {
        let rig = try WatchRig()
        #expect(DriftReport(rig.subject, time: "").state == "warm_up")
        rig.feed(1000)
        #expect(DriftReport(rig.subject, time: "").state == "normal")
        rig.feed(2000, shift: 2)
        let report = DriftReport(rig.subject, time: "")
        #expect(report.state == "drift" && report.version == "7" && report.profileID == "p1")
        let x = try #require(report.features.first)
        #expect(x.feature == "$.v.x" && x.state == .drift && x.detectors["ks"] == .drift)
        #expect(report.features[1].detectors.isEmpty && report.features[1].state == .normal)
    }
}

@Suite("The times of rows")
struct RowClockTests {
    @Test("[drift-167] the time of any row is known roughly, with bounded memory")
    func times() throws {
        var clock = RowClock()
        #expect(clock.time(of: 0) == nil)
        for row in 0..<100_000 { clock.note(row, at: WatchRig.time(row)) }
        for row in [0, 1, 999, 23_456, 99_999] {
            let found = try #require(clock.time(of: row))
            #expect(found <= WatchRig.time(row))
            #expect(WatchRig.time(row).seconds(since: found) <= 512)
        }
        let copy = try JSONDecoder().decode(RowClock.self, from: JSONEncoder().encode(clock))
        #expect(copy.isSound && copy.time(of: 5000) == clock.time(of: 5000))
    }
}

@Suite("What was said of keys")
struct DecisionHistoryTests {
    @Test("[drift-168] a label is held against what was said at its time")
    func decisions() {
        var history = DecisionHistory(mostKeys: 1)
        let key: [UInt8] = [1]
        #expect(history.decision(on: key, at: nil) == nil)
        for (row, isAnomalous) in [(10, false), (20, true), (25, true), (30, false)] {
            history.note(isAnomalous, of: key, at: WatchRig.time(row))
        }
        #expect(history.decision(on: key, at: WatchRig.time(5)) == nil)
        #expect(history.decision(on: key, at: WatchRig.time(19)) == false)
        #expect(history.decision(on: key, at: WatchRig.time(29)) == true)
        #expect(history.decision(on: key, at: nil) == false)
        history.note(true, of: [2], at: WatchRig.time(1))
        #expect(history.decision(on: [2], at: nil) == nil)
        for row in 0..<1000 { history.note(row % 2 == 0, of: key, at: WatchRig.time(100 + row)) }
        #expect(history.decision(on: key, at: WatchRig.time(29)) == nil)
    }
}
