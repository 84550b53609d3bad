import Inference
import OpenInference
import Synchronization
import Tensors
import Testing

@testable import Edge

private func request(_ values: [Float], rows: Int = 1, outputs: [String] = []) -> InferRequest {
    InferRequest(
        inputs: [floats("x", [rows, values.count / rows], values)],
        outputs: outputs.map { RequestedOutput($0) }
    )
}

@Suite("Batch")
struct BatchTests {
    @Test("joins what matches, up to the limit of rows")
    func plans() {
        let requests = [
            request([1, 2]), request([3, 4]), request([5, 6, 7]), request([8, 9]), request([1, 1, 2, 2], rows: 2),
        ]
        #expect(Batch.plan(requests, limit: 3) == [[0, 1, 3], [2], [4]])
        #expect(Batch.plan(requests, limit: 64) == [[0, 1, 3, 4], [2]])
        #expect(Batch.plan(requests, limit: 1) == [[0], [1], [2], [3], [4]])
    }

    @Test("keeps requests apart that ask for other outputs, or are as large as the limit")
    func apart() {
        #expect(Batch.plan([request([1, 2]), request([1, 2], outputs: ["y"])], limit: 8) == [[0], [1]])
        #expect(Batch.plan([request([1, 2, 3, 4], rows: 4), request([1])], limit: 4) == [[0], [1]])
    }

    @Test("gives each request its own rows")
    func outcomes() throws {
        let outcomes = Batch(requests: [request([1, 2]), request([3, 4])]).run(on: FakeSession.doubling())
        #expect(try outcomes[0].get() == [floats("y", [1, 2], [2, 4])])
        #expect(try outcomes[1].get() == [floats("y", [1, 2], [6, 8])])
    }

    @Test("only the culprit gets the error when a batch fails")
    func culprit() throws {
        let session = FakeSession { inputs throws(InferenceError) in
            if numbers(inputs[0]).contains(13) { throw InferenceError(.runFailed, "13 is not allowed") }
            return [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]))]
        }
        let outcomes = Batch(requests: [request([1, 2]), request([13, 4]), request([5, 6])]).run(on: session)
        #expect(try outcomes[0].get() == [floats("y", [1, 2], [1, 2])])
        #expect(try outcomes[2].get() == [floats("y", [1, 2], [5, 6])])
        #expect { try outcomes[1].get() } throws: { ($0 as? InferError)?.code == .internal }
    }

    @Test("runs requests one by one when the outputs do not have their rows")
    func strangeOutputs() throws {
        let runs = Mutex(0)
        let session = FakeSession { inputs throws(InferenceError) in
            runs.withLock { $0 += 1 }
            return [floats("y", [1], [numbers(inputs[0]).reduce(0, +)])]
        }
        let outcomes = Batch(requests: [request([1, 2]), request([3, 4])]).run(on: session)
        #expect(try outcomes[0].get() == [floats("y", [1], [3])])
        #expect(try outcomes[1].get() == [floats("y", [1], [7])])
        #expect(runs.withLock { $0 } == 3)
    }
}
