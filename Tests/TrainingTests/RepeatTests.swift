import Testing

@testable import Training

@Suite("Training again")
struct RepeatTests {
    @Test("[training-14] the same table and seed give the same bits, others others")
    func repeats() throws {
        let first = try Self.fit()
        #expect(try Self.fit() == first)
        let others = try (Self.fit(data: 8), Self.fit(seed: 2))
        #expect(others.0.onnx.allSatisfy { !first.onnx.contains($0) })
        #expect(others.1.onnx[0] == first.onnx[0])
        #expect(others.1.onnx[1] != first.onnx[1])
    }

    @Test("[training-14] two threads give the same bits each time")
    func repeatsOnTwoThreads() async {
        // In a process of its own: how many threads OpenBLAS uses holds for all of a process, other tests too.
        await #expect(processExitsWith: .success) {
            let algebra = try Sample.algebra(threads: 2)
            #expect(algebra.threads == 2 || algebra.table.kernels == nil)
            let first = try RepeatTests.fit(threads: 2)
            for _ in 0..<3 { #expect(try RepeatTests.fit(threads: 2) == first) }
        }
    }

    /// What two trainings, one of each family, gave.
    struct Outcome: Equatable {
        let onnx: [[UInt8]]
        let scores: [[SegmentScores]]
    }

    static func fit(threads: Int = 1, data: UInt64 = 7, seed: UInt64 = 1) throws -> Outcome {
        let algebra = try Sample.algebra(threads: threads)
        let table = try Sample.waves(rows: 400, fields: 8, seed: data)
        var options = DenseAutoencoder.Options(window: 10, hidden: [64, 16, 64])
        options.epochs = 3
        options.seed = seed
        let models = [
            try WindowAutoencoder.fit(table, WindowAutoencoder.Options(), with: algebra),
            try DenseAutoencoder.fit(table, options, with: algebra),
        ]
        return Outcome(onnx: models.map(\.onnx), scores: models.map(\.scores))
    }
}
