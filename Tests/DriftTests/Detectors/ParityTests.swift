import Drift
import Foundation
import Testing

@Suite struct ParityTests {
    @Test("[drift-1] every detector is in the recorded decisions, with drifts")
    func covers() throws {
        let recorded = try RiverDecisions.recorded.get()
        #expect(recorded.river == "0.26.1")
        for kind in DetectorKind.allCases {
            let decisions = recorded.streams.flatMap(\.decisions).filter {
                (try? DetectorKind(named: $0.detector)) == kind
            }
            #expect(decisions.count >= 30 && decisions.contains { !$0.drift.isEmpty }, "\(kind)")
        }
    }

    @Test("[drift-1] drifts and warnings come with the same values as river's", arguments: RiverDecisions.streams)
    func decides(recorded: RiverDecisions.Stream) throws {
        let values = recorded.stream.values
        try #require(DetectorStream.digest(values) == recorded.digest, "another stream than the recorded one")
        for decision in recorded.decisions { try Self.check(decision, on: values) }
    }

    static func check(_ decision: RiverDecisions.Decision, on values: [Double]) throws {
        var detector = try decision.makeDetector()
        #expect(detector.isParity)
        var (drifts, rises, checkpoints): ([Int], [Int], [[Double]]) = ([], [], [])
        var isWarning = false
        var quarters = Set(decision.checkpoints?.compactMap(\.first) ?? [])
        for (index, value) in values.enumerated() {
            let verdict = detector.update(value)
            if verdict == .drift { drifts.append(index) }
            if detector.record.warning, !isWarning { rises.append(index) }
            isWarning = detector.record.warning
            guard !quarters.isEmpty, quarters.remove(Double(index)) != nil else { continue }
            let adwin = try #require(detector.base as? ADWIN)
            checkpoints.append([Double(index), Double(adwin.width), adwin.total, adwin.squaredDeviations])
        }
        #expect(drifts == decision.drift, "\(decision.detector) \(decision.params.values)")
        if let expected = decision.warning_rise { #expect(rises == expected, "\(decision.detector)") }
        if let expected = decision.checkpoints { #expect(checkpoints == expected, "\(decision.detector)") }
    }

    /// Given to all developers; not part of the project.
    private static let folder = RiverDecisions.root.deletingLastPathComponent().appending(path: "shared/fixtures/drift")
    private static let isThere = FileManager.default.fileExists(atPath: folder.path)
    private static let isPatient = ProcessInfo.processInfo.environment["MARRAM_LONG_TESTS"] != nil

    @Test(
        "[drift-1] decides as river does on the shared streams",
        .enabled(if: isThere, "needs ../shared/fixtures/drift, which is not here")
    )
    func shared() async throws { try await checkShared { $0 <= ($1 == "KSWIN" ? 2_000 : 20_000) } }

    @Test(
        "[drift-1] decides as river does on all of the shared streams",
        .enabled(if: isThere && isPatient, "needs ../shared/fixtures/drift, and MARRAM_LONG_TESTS=1 set")
    )
    func allShared() async throws { try await checkShared { _, _ in true } }

    private func checkShared(_ isMeant: (_ count: Int, _ detector: String) -> Bool) async throws {
        let streams = try SharedStream.all(in: Self.folder).filter { isMeant($0.stream.n, "") }
        let decisions = try String(contentsOf: Self.folder.appending(path: "expected.jsonl"), encoding: .utf8)
            .split(separator: "\n")
            .map { try JSONDecoder().decode(RiverDecisions.Decision.self, from: Data($0.utf8)) }
        #expect(streams.count > 15 && decisions.count > 200)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for shared in streams {
                let own = decisions.filter { $0.stream == shared.id && isMeant(shared.stream.n, $0.detector) }
                #expect(own.count > 1)
                group.addTask {
                    let values = shared.stream.values
                    #expect(Array(values.prefix(shared.head.count)) == shared.head, "\(shared.id)")
                    #expect(Array(values.suffix(shared.tail.count)) == shared.tail, "\(shared.id)")
                    for decision in own { try Self.check(decision, on: values) }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// A stream of ../shared/fixtures/drift/streams.json.
private struct SharedStream: Decodable, Sendable {
    var id: String
    var head: [Double]
    var tail: [Double]
    var stream: DetectorStream

    private enum CodingKeys: CodingKey { case id, head, tail }
    private struct File: Decodable { var streams: [SharedStream] }

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        id = try values.decode(String.self, forKey: .id)
        head = try values.decode([Double].self, forKey: .head)
        tail = try values.decode([Double].self, forKey: .tail)
        stream = try DetectorStream(from: decoder)
    }

    static func all(in folder: URL) throws -> [SharedStream] {
        try JSONDecoder().decode(File.self, from: Data(contentsOf: folder.appending(path: "streams.json"))).streams
    }
}
