import Inference
import MQTT
import Storage
import Support
import Tensors
import Testing

@testable import Edge

@Suite("Calibration")
struct CalibrationTests {
    private let time = FakeTime()
    private let loaded = Guarded<[Int]>([])

    /// Measures a model whose run takes `microseconds` by rows and threads.
    private func measure(
        threads: Int? = nil,
        byteCount: Int? = 1000,
        free: Int? = 4000,
        _ microseconds: @escaping @Sendable (_ rows: Int, _ threads: Int) -> Double
    ) throws -> Calibration.Finding {
        let calibration = Calibration(
            workbench: time.workbench,
            configuredThreads: threads,
            processors: 4,
            availableMemory: { free }
        )
        let session = time.session { rows, _ in microseconds(rows, threads ?? 1) }
        let finding = try calibration.measure(session, byteCount: byteCount) { [time, loaded] threads in
            loaded.withLock { $0.append(threads) }
            return time.session { rows, _ in microseconds(rows, threads) }
        }
        return try #require(finding)
    }

    @Test("[edge-71] a slow model gets the threads that pay, and its rows are measured with them")
    func threads() throws {
        let finding = try measure { rows, threads in 8000 * Double(rows) / Double(min(threads, 2)) }
        #expect(finding.profile.threads == 2)
        #expect(finding.better != nil)
        #expect(finding.profile.fixedCost + finding.profile.rowCost == .microseconds(4000))
        #expect(finding.profile.batchLimit == 1)
        // The last is the winner, loaded again: two sessions are there at most.
        #expect(loaded.withLock { $0 } == [2, 4, 2])
    }

    @Test(
        "[edge-71] loads no second session of a quick model, of a large one, or where threads are configured",
        arguments: [
            (500.0, nil, 1000, 4000), (8000, 2, 1000, 4000), (8000, nil, 1001, 4000), (8000, nil, nil, 4000),
            (8000, nil, 1000, nil),
        ] as [(Double, Int?, Int?, Int?)]
    )
    func alone(microseconds: Double, threads: Int?, byteCount: Int?, free: Int?) throws {
        let finding = try measure(threads: threads, byteCount: byteCount, free: free) { rows, threads in
            microseconds * Double(rows) / Double(threads)
        }
        #expect(loaded.withLock { $0 }.isEmpty)
        #expect(finding.better == nil)
        #expect(finding.profile.threads == threads ?? 1)
    }

    @Test(
        "[edge-72] what threads bring is not remembered of a machine that was busy",
        arguments: [(1.0, false), (1.5, true)]
    )
    func disturbed(stretch: Double, isProvisional: Bool) throws {
        let wall = Stopwatch { [time] in time.now * stretch }
        let calibration = Calibration(
            workbench: Workbench(single: time.stopwatch, several: wall),
            configuredThreads: nil,
            processors: 2,
            availableMemory: { 4000 }
        )
        let session = time.session { rows, _ in 8000 * Double(rows) }
        let finding = try calibration.measure(session, byteCount: 1000) { _ in session }
        #expect(finding?.isProvisional == isProvisional)
    }

    @Test("[edge-70] joins rows of a model that gains by it")
    func rows() throws {
        let profile = try measure { rows, _ in 10 + 0.1 * Double(rows) }.profile
        #expect(profile.batchLimit == 256)
        #expect(profile.hasIndependentRows)
    }

    @Test("[edge-70] never joins rows that depend on one another, however cheap that is")
    func coupled() throws {
        let loader = try OnnxLoader.testing()
        let session = try OnnxSession(runtime: loader.runtime, path: Project.fixture("coupled"))
        let calibration = Calibration(
            workbench: .background { false },
            configuredThreads: nil,
            processors: 1,
            availableMemory: { nil }
        )
        let finding = try calibration.measure(session, byteCount: nil) { _ in session }
        #expect(finding?.profile.hasIndependentRows == false)
        #expect(finding?.profile.batchLimit == 1)
        let profile = try ModelProfile(#require(finding).profile, maxBatch: 32)
        #expect(profile.batchLimit == 1)
    }

    @Test("a configured cap goes before the measured one")
    func configuredCap() throws {
        let measured = try measure { rows, _ in 100 * Double(rows) }.profile
        #expect(ModelProfile(measured, maxBatch: nil).batchLimit == 1)
        #expect(ModelProfile(measured, maxBatch: 16).batchLimit == 16)
    }

    @Test("tells of a model that fails on made-up rows")
    func failing() throws {
        let session = FakeSession { _ throws(InferenceError) in throw InferenceError(.runFailed, "no") }
        let calibration = Calibration(
            workbench: .background { false },
            configuredThreads: nil,
            processors: 1,
            availableMemory: { nil }
        )
        #expect(throws: InferenceError.self) { try calibration.measure(session, byteCount: nil) { _ in session } }
    }
}
