import Drift
import Foundation
import Testing

@Suite struct RetrainPolicyTests {
    private static let day: Int64 = 86_400_000_000

    private static func facts(
        rows: Int,
        training: Int = 2000,
        violation: Bool = false,
        episode: Bool = false,
        drifting: Bool = false
    ) -> RetrainFacts {
        RetrainFacts(
            trainingRows: training,
            rowsSeen: rows,
            hasOpenViolation: violation,
            hasOpenEpisode: episode,
            isDrifting: drifting
        )
    }

    /// Adds the bytes up; enough to tell texts apart in a test.
    private static func digest(_ bytes: [UInt8]) -> String {
        String(bytes.reduce(UInt64(14_695_981_039_346_656_037)) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }, radix: 16)
    }

    private static func decide(
        _ policy: inout RetrainPolicy,
        _ facts: RetrainFacts,
        at time: Int64 = 0
    ) throws -> RetrainDecision {
        policy.decide(facts, try RetrainRule(), at: time, digest: digest)
    }

    private static func drifted(_ ids: [String] = ["e1"], row: Int = 500) -> RetrainPolicy {
        var policy = RetrainPolicy(model: "press", modelVersion: "7")
        for id in ids { policy.note(ConfirmedDrift(eventID: id, earliestRow: row)) }
        return policy
    }

    @Test("[drift-108] without a drift nothing is asked for")
    func noDrift() throws {
        var policy = RetrainPolicy(model: "press", modelVersion: "7")
        #expect(try Self.decide(&policy, Self.facts(rows: 1_000_000)) == .wait(.noDrift))
    }

    @Test(
        "[drift-109] rows since the change must be 1000, and a fifth of those of training",
        arguments: [(2000, 1000), (5000, 1000), (5001, 1001), (100_000, 20_000), (0, 1000)]
    )
    func rows(training: Int, needed: Int) throws {
        var policy = Self.drifted()
        let few = try Self.decide(&policy, Self.facts(rows: 500 + needed - 1, training: training))
        #expect(few == .wait(.tooFewRows(found: needed - 1, needed: needed)))
        guard case .request(let request) = try Self.decide(&policy, Self.facts(rows: 500 + needed, training: training))
        else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(request.newRows == needed)
        #expect(request.earliestRow == 500)
    }

    @Test(
        "[drift-117] a request that came to nothing is made again after the cooldown, while the drift lasts",
        arguments: [RetrainRequest.Progress.requested, .failed, .completed, .accepted]
    )
    func again(progress: RetrainRequest.Progress) throws {
        var policy = Self.drifted()
        guard case .request(let first) = try Self.decide(&policy, Self.facts(rows: 9000)) else {
            Issue.record("nothing was asked for")
            return
        }
        policy.answer(first.id, progress)
        let lasting = Self.facts(rows: 20_000, drifting: true)
        #expect(try Self.decide(&policy, lasting, at: Self.day - 1) == .wait(.noDrift))
        #expect(try Self.decide(&policy, Self.facts(rows: 20_000), at: Self.day) == .wait(.noDrift))
        let second = try Self.decide(&policy, lasting, at: Self.day)
        guard progress != .accepted else {
            #expect(second == .wait(.noDrift))
            return
        }
        guard case .request(let again) = second else {
            Issue.record("it is not asked for again: \(second)")
            return
        }
        #expect(again.id != first.id && again.driftEventIDs == first.driftEventIDs)
        #expect(again.earliestRow == first.earliestRow && again.newRows > first.newRows)
        #expect(try Self.decide(&policy, lasting, at: Self.day + 1) == .wait(.noDrift))
        policy.restart(modelVersion: "8")
        #expect(try Self.decide(&policy, lasting, at: 3 * Self.day) == .wait(.noDrift))
    }

    @Test("[drift-110] a broken sensor and an open episode forbid it")
    func forbidden() throws {
        var policy = Self.drifted()
        #expect(try Self.decide(&policy, Self.facts(rows: 9000, violation: true)) == .wait(.openViolation))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000, episode: true)) == .wait(.openEpisode))
        guard case .request = try Self.decide(&policy, Self.facts(rows: 9000)) else {
            Issue.record("nothing was asked for")
            return
        }
    }

    @Test("[drift-111] equal drifts make the same identifier, in any order; others another one")
    func identifier() throws {
        func id(_ ids: [String]) throws -> String? {
            var policy = Self.drifted(ids)
            guard case .request(let request) = try Self.decide(&policy, Self.facts(rows: 9000)) else { return nil }
            #expect(request.driftEventIDs == Set(ids).sorted())
            #expect(request.model == "press")
            #expect(request.modelVersion == "7")
            return request.id
        }
        let one = try #require(try id(["b", "a", "b"]))
        #expect(one == "drift__press__" + Self.digest(Array("a\nb".utf8)))
        #expect(try id(["a", "b"]) == one)
        #expect(try id(["a"]) != one)
        #expect(try id(["ab"]) != one)
    }

    @Test("[drift-112] one request in 24 hours, whatever drifts")
    func cooldown() throws {
        var policy = Self.drifted()
        guard case .request(let first) = try Self.decide(&policy, Self.facts(rows: 9000), at: 0) else { return }
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: 1) == .wait(.noDrift))
        policy.note(ConfirmedDrift(eventID: "e1", earliestRow: 1))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: 1) == .wait(.noDrift), "it is in the request")
        policy.note(ConfirmedDrift(eventID: "e2", earliestRow: 700))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day - 1) == .wait(.underWay))
        policy.answer("another", .accepted)
        #expect(policy.request?.progress == .requested)
        policy.answer(first.id, .failed)
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day - 1) == .wait(.coolingDown))
        guard case .request(let second) = try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day) else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(second.driftEventIDs == ["e2"])
        #expect(second.earliestRow == 700)
    }

    @Test("[drift-112] a clock that jumps back makes the wait longer, not endless")
    func jumps() throws {
        var policy = Self.drifted()
        _ = try Self.decide(&policy, Self.facts(rows: 9000), at: 100 * Self.day)
        policy.note(ConfirmedDrift(eventID: "e2", earliestRow: 700))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: 0) == .wait(.underWay))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day - 1) == .wait(.underWay))
        guard case .request = try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day) else {
            Issue.record("nothing was asked for")
            return
        }
        for time in [Int64.max, .min, 0] { _ = try Self.decide(&policy, Self.facts(rows: .max), at: time) }
    }

    @Test("[drift-113] a restart goes on where it was, and tells a request again whose answer is not known")
    func restart() throws {
        var policy = Self.drifted()
        guard case .request(let request) = try Self.decide(&policy, Self.facts(rows: 9000), at: 5) else { return }
        policy.note(ConfirmedDrift(eventID: "e2", earliestRow: 900))
        let json = try JSONEncoder().encode(policy)
        var read = try JSONDecoder().decode(RetrainPolicy.self, from: json).resumed(model: "press", modelVersion: "7")
        #expect(read == policy)
        #expect(read.unanswered == request)
        read.answer(request.id, .accepted)
        #expect(read.unanswered == nil)
        #expect(try Self.decide(&read, Self.facts(rows: 9000), at: 6) == .wait(.underWay))
    }

    @Test("[drift-114] with a new version the drifts of the old one are no matter, and the cooldown is")
    func newVersion() throws {
        var policy = Self.drifted()
        _ = try Self.decide(&policy, Self.facts(rows: 9000), at: 0)
        policy.note(ConfirmedDrift(eventID: "e2", earliestRow: 900))
        policy = try policy.resumed(model: "press", modelVersion: "8")
        #expect(policy.drifts.isEmpty)
        #expect(policy.request == nil)
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: 1) == .wait(.noDrift))
        policy.note(ConfirmedDrift(eventID: "e3", earliestRow: 1000))
        #expect(try Self.decide(&policy, Self.facts(rows: 9000), at: 1) == .wait(.coolingDown))
        guard case .request(let request) = try Self.decide(&policy, Self.facts(rows: 9000), at: Self.day) else {
            Issue.record("nothing was asked for")
            return
        }
        #expect(request.modelVersion == "8")
    }

    @Test("[drift-115] state of another model or schema, or that cannot be, is refused")
    func foreign() throws {
        let policy = Self.drifted()
        #expect(throws: RetrainError.otherModel(found: "press", expected: "pump")) {
            try policy.resumed(model: "pump", modelVersion: "7")
        }
        let json = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
        for (old, new) in [
            ("\"schema_version\":1", "\"schema_version\":2"), ("\"unnamed_drifts\":0", "\"unnamed_drifts\":-1"),
            ("\"unnamed_drifts\":0", "\"unnamed_drifts\":9223372036854775807"),
            ("\"earliest_row\":500", "\"earliest_rows\":500"),
            ("\"drifts\":[{", "\"since_request\":{\"microseconds\":-1},\"drifts\":[{"),
        ] {
            let bad = json.replacingOccurrences(of: old, with: new)
            #expect(bad != json, "\(old)")
            let read = try JSONDecoder().decode(RetrainPolicy.self, from: Data(bad.utf8))
            #expect(throws: RetrainError.self, "\(new)") { try read.resumed(model: "press", modelVersion: "7") }
        }
    }

    @Test("[drift-116] many drifts are bounded; the earliest row still counts")
    func bounded() throws {
        var policy = RetrainPolicy(model: "press", modelVersion: "7")
        for index in 0..<1000 { policy.note(ConfirmedDrift(eventID: "e\(index)", earliestRow: 5000 - index)) }
        #expect(policy.drifts.count == 64)
        #expect(policy.unnamedDrifts == 936)
        guard case .request(let request) = try Self.decide(&policy, Self.facts(rows: 9000)) else { return }
        #expect(request.earliestRow == 4001)
        #expect(request.driftEventIDs.count == 64)
        #expect(throws: RetrainError.self) { try RetrainRule(minimalRows: -1) }
        #expect(throws: RetrainError.self) { try RetrainRule(minimalShare: .nan) }
        #expect(throws: RetrainError.self) { try RetrainRule(cooldownSeconds: -1) }
    }
}
