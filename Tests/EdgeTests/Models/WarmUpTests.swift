import Inference
import Support
import Synchronization
import Tensors
import Testing

@testable import Edge

@Suite("WarmUp")
struct WarmUpTests {
    @Test("never joins requests of a model whose rows depend on one another")
    func coupled() throws {
        let loader = try OnnxLoader.testing()
        let session = try OnnxSession(
            runtime: loader.runtime,
            path: Project.fixture("coupled"),
            options: SessionOptions()
        )
        #expect(try WarmUp(runs: 1, maxBatch: nil).profile(session).batchLimit == 1)
        #expect(try WarmUp(runs: 1, maxBatch: 32).profile(session).batchLimit == 1)
    }

    @Test("joins up to the configured cap where rows are independent")
    func independent() throws {
        let session = FakeSession.doubling()
        #expect(try WarmUp(runs: 1, maxBatch: 32).profile(session).batchLimit == 32)
        #expect(try WarmUp(runs: 1, maxBatch: 1).profile(session).batchLimit == 1)
    }

    @Test("does not join when the first dimension is fixed")
    func fixed() throws {
        let session = FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [1, 2])],
            outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [1, 2])]
        ) { inputs throws(InferenceError) in [floats("y", [1, 2], numbers(inputs[0]))] }
        #expect(try WarmUp(runs: 1, maxBatch: 32).profile(session).batchLimit == 1)
    }

    @Test("a model of a size that is not known beforehand counts as slow")
    func unpredictable() throws {
        let session = FakeSession(
            inputs: [TensorSignature(name: "x", datatype: .fp32, dimensions: [nil, nil])],
            outputs: [TensorSignature(name: "y", datatype: .fp32, dimensions: [nil, nil])]
        ) { inputs throws(InferenceError) in [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]))] }
        #expect(try WarmUp(runs: 1, maxBatch: nil).profile(session).isSlow(rows: 1))
    }

    @Test("a model that refuses made-up inputs counts as slow and runs alone")
    func refusing() throws {
        let session = FakeSession { _ throws(InferenceError) in throw InferenceError(.runFailed, "no") }
        let profile = try WarmUp(runs: 1, maxBatch: 8).profile(session)
        #expect(profile.isSlow(rows: 1))
        #expect(profile.batchLimit == 1)
    }

    @Test("runs as often as it is told before it measures")
    func runs() throws {
        let count = Mutex(0)
        let session = FakeSession { inputs throws(InferenceError) in
            count.withLock { $0 += 1 }
            return [floats("y", inputs[0].shape.dimensions, numbers(inputs[0]))]
        }
        _ = try WarmUp(runs: 40, maxBatch: 1).profile(session)
        #expect(count.withLock { $0 } >= 41)
        let silent = FakeSession { _ throws(InferenceError) in
            Issue.record("ran without a warm-up")
            return []
        }
        #expect(try WarmUp(runs: 0, maxBatch: nil).profile(silent).isSlow(rows: 1))
    }
}
