import Inference
import Storage
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

    @Test("[edge-70] without a configured cap each request runs alone until the model is calibrated")
    func provisional() throws {
        let profile = try WarmUp(runs: 1, maxBatch: nil).profile(FakeSession.doubling())
        #expect(profile.batchLimit == 1)
        #expect(!profile.isCalibrated)
    }

    @Test("[edge-71] tells a slow model from a quick one", arguments: [(900.0, false), (1100.0, true)])
    func slow(microseconds: Double, isSlow: Bool) throws {
        let time = FakeTime()
        let warmUp = WarmUp(runs: 1, maxBatch: nil, stopwatch: time.stopwatch)
        #expect(try warmUp.profile(time.session { rows, _ in microseconds * Double(rows) }).isSlow(rows: 1) == isSlow)
    }

    @Test("[edge-72] what is known of a model is not measured again, only warmed up")
    func remembered() throws {
        let time = FakeTime()
        let known = MeasuredProfile(
            fixedCost: .microseconds(7),
            rowCost: .microseconds(1),
            batchLimit: 32,
            threads: 2,
            hasIndependentRows: true
        )
        let warmUp = WarmUp(runs: 3, maxBatch: nil, stopwatch: time.stopwatch)
        let profile = try warmUp.profile(time.session { _, _ in 5000 }, known: known)
        #expect(profile.isCalibrated)
        #expect(profile.batchLimit == 32)
        #expect(profile.threads == 2)
        #expect(!profile.isSlow(rows: 64))
        #expect(time.runs == [1: 3])
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
