import Anomaly
import Inference
import Telemetry
import Tensors
import Testing

@testable import Edge

@Suite("What waits for a binding's model")
struct WindowQueueTests {
    private func step(
        _ slot: Int,
        _ kind: WindowQueue.Step.Kind = .window,
        hold: SharedHold? = nil
    ) -> WindowQueue.Step {
        WindowQueue.Step(
            kind: kind,
            place: KeyTable<KeyState>.Place(slot: slot, generation: 0),
            time: Timestamp(microseconds: Int64(slot)),
            hold: hold
        )
    }

    private func batch() throws -> WindowBatch { WindowBatch(try Fitted.binding()) }

    @Test("[bindings-20] leaves in order, as many windows at once as the model takes, with the breaks between them")
    func order() throws {
        var queue = WindowQueue(width: 6, limit: 100)
        for slot in 0..<10 {
            if slot % 3 == 1 { queue.add(step(slot, .restart)) }
            queue.add((0..<6).map { Double(slot * 10 + $0) }, step(slot))
        }
        var slots: [Int] = []
        var sizes: [Int] = []
        while !queue.isEmpty {
            let batch = try batch()
            queue.move(upTo: 4, into: batch)
            sizes.append(batch.windows)
            let own = batch.steps.filter { $0.kind == .window }
            #expect(own.count == batch.windows)
            for (index, step) in own.enumerated() {
                let numbers = try #require(batch.window(index)?.values(as: Float.self))
                #expect(numbers == (0..<6).map { Float(step.place.slot * 10 + $0) })
            }
            slots += batch.steps.map { $0.kind == .window ? $0.place.slot : -$0.place.slot }
        }
        #expect(sizes == [4, 4, 2])
        #expect(slots == [0, -1, 1, 2, 3, -4, 4, 5, 6, -7, 7, 8, 9])
    }

    @Test("[bindings-21] drops the oldest window that no message waits for")
    func drops() throws {
        var queue = WindowQueue(width: 6, limit: 3)
        let hold = SharedHold(nil)
        queue.add([0, 0, 0, 0, 0, 0], step(0, hold: hold))
        queue.add(step(1, .restart))
        for slot in 1...2 { queue.add(Array(repeating: Double(slot), count: 6), step(slot)) }
        #expect(queue.isFull)
        let hasDropped = queue.dropOldest()
        #expect(hasDropped)
        #expect(!queue.isFull && queue.windows == 2)
        let batch = try batch()
        queue.move(upTo: 10, into: batch)
        #expect(batch.steps.map(\.place.slot) == [0, 1, 2])
        #expect(batch.window(0)?.values(as: Float.self) == [0, 0, 0, 0, 0, 0])
        #expect(batch.window(1)?.values(as: Float.self) == [2, 2, 2, 2, 2, 2])
        queue.add([0, 0, 0, 0, 0, 0], step(0, hold: hold))
        let hasDroppedHeld = queue.dropOldest()
        #expect(!hasDroppedHeld)
    }

    @Test("[bindings-21] is bounded in bytes")
    func bytes() {
        #expect(WindowQueue(width: 160, limit: 1024).limit == 1024)
        #expect(WindowQueue(width: 1 << 20, limit: 1024).limit == 16)
        #expect(WindowQueue(width: 1 << 30, limit: 1024).limit == 1)
    }
}
