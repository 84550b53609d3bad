import Foundation
import Glibc
import Inference
import MQTT
import Support
import Tensors
import Testing

@testable import Edge

@Suite("The thread of a shadow")
struct ShadowWorkerTests {
    private let sample = ShadowSample(
        version: "1",
        inputs: [floats("x", [1, 2], [100, 1])],
        outputs: [],
        answer: .outputs([floats("y", [1, 2], [200, 2])])
    )

    private func figures(
        of worker: ShadowWorker,
        _ isDone: (ShadowWorker.Figures) -> Bool
    ) async throws -> ShadowWorker.Figures {
        let end = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < end {
            let figures = worker.figures
            if isDone(figures) { return figures }
            try await Task.sleep(for: .milliseconds(1))
        }
        return worker.figures
    }

    @Test("[stage-20] rests four times as long as it runs, and gives way to all others")
    func rests() async throws {
        let niceness = Guarded<Int32>(0)
        let session = FakeSession { inputs throws(InferenceError) in
            let own = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
            niceness.withLock { $0 = own }
            Thread.sleep(forTimeInterval: 0.01)
            return [floats("y", [1, 2], numbers(inputs[0]).map { $0 * 2 })]
        }
        let worker = ShadowWorker(name: Staged.name("m"), version: "2", session: session)
        let start = ContinuousClock.now
        for _ in 0..<5 { worker.add(sample) }
        let figures = try await figures(of: worker) { $0.compared == 5 }
        #expect(ContinuousClock.now - start >= .milliseconds(210))
        #expect(figures.agreed == 5 && figures.failed == 0 && figures.largestDifference == 0)
        #expect(niceness.withLock { $0 } >= 10)
        worker.stop()
    }

    @Test("[stage-20] a few copies wait, no more")
    func bounded() async throws {
        let gate = Gate()
        let worker = ShadowWorker(name: Staged.name("m"), version: "2", session: gate.session())
        var added = 0
        while !worker.isFull, added < 1000 {
            worker.add(sample)
            added += 1
        }
        #expect(added == 16)
        worker.drop()
        gate.open()
        #expect(try await figures(of: worker) { $0.compared == 16 }.dropped == 1)
        #expect(!worker.isFull)
        worker.stop()
    }

    @Test("[stage-20] large copies fill it sooner")
    func bytes() throws {
        let gate = Gate()
        let worker = ShadowWorker(name: Staged.name("m"), version: "2", session: gate.session())
        let large = ShadowSample(
            version: "1",
            inputs: [floats("x", [1 << 20, 2], Array(repeating: 100, count: 2 << 20))],
            outputs: [],
            answer: .outputs([])
        )
        worker.add(large)
        #expect(!worker.isFull)
        worker.add(large)
        #expect(worker.isFull)
        gate.open()
        worker.stop()
    }
}
