import Inference
import MQTT
import Testing

@testable import Edge

@Suite("ThreadTrial")
struct ThreadTrialTests {
    private let time = FakeTime()

    /// What came of sessions that take as long as `microseconds` says, by their threads.
    private func compare(
        _ microseconds: [Int: Double],
        endsEarly: Bool = true
    ) throws -> (result: ThreadTrial.Result, loaded: [Int]) {
        let single = time.session { _, _ in microseconds[1] ?? 0 }
        var inputs = SampleInputs(madeUpFor: single.model)
        let first = inputs.next(rows: 1)
        let row = try #require(first)
        let loaded = Guarded<[Int]>([])
        weak var last: FakeSession?
        let trial = ThreadTrial(workbench: time.workbench, endsEarly: endsEarly)
        let result = try trial.compare(single, with: microseconds.keys.sorted(), row) {
            (threads) throws(InferenceError) in
            #expect(last == nil, "the session before is still there")
            loaded.withLock { $0.append(threads) }
            let session = time.session { _, _ in microseconds[threads] ?? 0 }
            last = session
            return session
        }
        return (try #require(result), loaded.withLock { $0 })
    }

    @Test(
        "[edge-71] takes twice the threads only where that is worth it, one session more at a time",
        arguments: [
            ([1: 6000, 2: 3150, 4: 1900], 4, [2, 4]),
            ([1: 6000, 2: 3150, 4: 2900], 2, [2, 4]),
            ([1: 6000, 2: 5000, 4: 1000], 1, [2]),
            ([1: 6000, 2: 6500], 1, [2]),
            ([1: 6000], 1, []),
        ] as [([Int: Double], Int, [Int])]
    )
    func choice(costs: [Int: Double], threads: Int, loaded: [Int]) throws {
        let outcome = try compare(costs)
        #expect(outcome.result.threads == threads)
        #expect(outcome.loaded == loaded)
    }

    @Test("asks for as much of every doubling when numbers are left out")
    func gaps() throws {
        // 1.3 squared is 1.69.
        #expect(try compare([1: 1600, 4: 1000], endsEarly: false).result.threads == 1)
        #expect(try compare([1: 1700, 4: 1000], endsEarly: false).result.threads == 4)
        let all = try compare([1: 1000, 2: 1000, 4: 500], endsEarly: false).result
        #expect(all.points.map(\.threads) == [2, 4])
        #expect(all.points.map(\.speedUp) == [1, 2])
    }

    @Test("stays within its time")
    func bounded() throws {
        _ = try compare([1: 200_000, 2: 100_000])
        #expect(time.now < .seconds(1))
    }

    @Test(
        "tries powers of two, up to the processors",
        arguments: [(1, [1]), (2, [1, 2]), (6, [1, 2, 4]), (8, [1, 2, 4, 8])]
    )
    func candidates(processors: Int, expected: [Int]) {
        #expect(ThreadTrial.candidates(processors: processors) == expected)
    }
}
