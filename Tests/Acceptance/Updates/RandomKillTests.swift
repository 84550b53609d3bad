import Foundation
import Support
import Testing

@Suite("Updates under kill -9", .serialized)
struct RandomKillTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// `MARRAM_KILLS` asks for another number.
    private static let count = environment["MARRAM_KILLS"].flatMap { Int($0) } ?? 30
    /// `MARRAM_SEED` makes the same choices again.
    private static let seed = environment["MARRAM_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 1...999_999)
    private static let rate = 300

    @Test("at any time: every request is answered, by a verified version alone, and each start serves at once")
    func kills() async throws {
        print("random kills: \(Self.count), MARRAM_SEED=\(Self.seed)")
        var choices = Choices(state: Self.seed)
        let node = try await CrashingNode(broker: ["log_type none", "log_type information", "log_type debug"])
        try node.start()
        try await node.waitForStatus()
        let load = try await load(node)
        for number in 0..<Self.count {
            let shadow = Bool.random(using: &choices) ? #""shadow_s":0.2,"# : ""
            try await node.install(
                Int.random(in: 1...3, using: &choices),
                job: "job-\(number)",
                strategy: shadow + #""trial_s":0.2"#,
                isForced: true
            )
            // The moment of the cut is the test's input: any will do, as long as they differ.
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...1500, using: &choices)))
            try await node.kill()
            try node.start()
            try await node.waitForStatus()
        }
        load.finish()
        let report = try await load.report(limit: .seconds(180))
        print(
            "random kills: \(report.sent) requests, \(report.lost) lost, \(report.duplicates) answered more than once"
        )
        #expect(report.lost == 0 && report.refused == 0 && report.unknown == 0)
        #expect(report.wrong == 0, "answers that no verified version gives")
        #expect(report.sent > Self.count * Self.rate / 4)
        try await node.checkRest()
        for number in 0..<Self.count { node.checkNumbers(of: "job-\(number)") }
        let ends = (0..<Self.count).compactMap { number in
            Said(node.words.output).progress(of: "job-\(number)").last { $0.isFinal }
        }
        let succeeded = ends.count { $0.status == "SUCCEEDED" }
        print("random kills: \(succeeded) of \(Self.count) updates succeeded")
        #expect(ends.count == Self.count)
        #expect(succeeded > 0)
    }

    /// Requests whose answers tell the version by their numbers.
    private func load(_ node: CrashingNode) async throws -> LoadGenerator {
        let expected = SampleVersions.numbers.flatMap { number in
            ["--expect", "\"data\":[\([1, 2, 3, 4].map { "\($0 + number).0" }.joined(separator: ","))]"]
        }
        return try await LoadGenerator(
            port: node.broker.port,
            topic: "marram/v1/n1/infer/press",
            [
                "--qos", "1", "--rate", "\(Self.rate)", "--seconds", "\(Self.count * 20)", "--warm-up", "0",
                "--drain", "60",
            ] + expected,
            payload: #"{"id":"%ID%","inputs":[{"name":"X","shape":[1,4],"datatype":"FP32","data":[1,2,3,4]}]}"#,
            folder: node.folder
        )
    }
}

/// Numbers by chance that come again with the same seed (SplitMix64).
private struct Choices: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
