import Anomaly
import Telemetry
import Testing

@Suite struct WindowBufferTests {
    @Test("[anomaly-1][anomaly-2] windows are those that a list of all rows gives", arguments: 0..<60)
    func agreesWithNaive(seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let gap = random.next(3) == 0 ? nil : 2.5
        let shape = try WindowShape(
            size: 1 + random.next(9),
            stride: 1 + random.next(12),
            maximalGapSeconds: gap
        )
        let fields = 1 + random.next(4)
        var buffer = WindowBuffer(shape: shape, fields: fields)
        var naive = NaiveWindows(shape: shape)
        var time = Timestamp(microseconds: 1_000_000)
        for _ in 0..<300 {
            time.microseconds += [1_000_000, 1_000_000, 1_000_000, 2_500_000, 2_500_001, -1, 0][random.next(7)]
            let row = (0..<fields).map { _ in random.unit() * 100 }
            let stamp = random.next(10) == 0 ? nil : time
            let expected = naive.add(row, at: stamp)
            let complete = buffer.add(row, at: stamp)
            #expect(complete == (expected != nil))
            #expect(buffer.didRestart == naive.didRestart)
            guard complete else { continue }
            var tensor: [Float] = [-1]
            buffer.append(to: &tensor)
            #expect(Array(tensor.dropFirst()) == expected)
        }
    }

    @Test("[anomaly-3] finds the number that a window cannot hold", arguments: [Double.nan, .infinity, -1e39, 3.5e38])
    func unfit(value: Double) {
        #expect(WindowBuffer.unfit(in: [1, value, 2].span) == 1)
        #expect(WindowBuffer.unfit(in: [1, 3.4e38, -3.4e38].span) == nil)
    }

    @Test("[anomaly-4] beside its window a key takes a few hundred bytes")
    func size() {
        #expect(MemoryLayout<WindowBuffer>.stride + MemoryLayout<AnomalyMonitor>.stride <= 320)
    }

    @Test("[anomaly-1] refuses shapes that cannot be", arguments: [(0, 1, 1.0), (100_001, 1, 1), (1, 0, 1), (1, 1, 0)])
    func refuses(size: Int, stride: Int, gap: Double) {
        #expect(throws: AnomalyError.self) {
            try WindowShape(size: size, stride: stride, maximalGapSeconds: gap)
        }
    }

    @Test("[anomaly-11] bytes of another shape, or cut short, restore nothing")
    func refusesForeignState() throws {
        let shape = try WindowShape(size: 3)
        var buffer = WindowBuffer(shape: shape, fields: 2)
        for row in 0..<5 { _ = buffer.add([Double(row), 1], at: nil) }
        var writer = StateWriter()
        buffer.save(to: &writer)
        func restores(_ bytes: [UInt8], _ shape: WindowShape, _ fields: Int) -> Bool {
            var reader = StateReader(bytes)
            return WindowBuffer(restoring: &reader, shape: shape, fields: fields) != nil
        }
        #expect(restores(writer.bytes, shape, 2))
        #expect(!restores(writer.bytes, try WindowShape(size: 4), 2))
        #expect(!restores(writer.bytes, shape, 3))
        for length in writer.bytes.indices { #expect(!restores(Array(writer.bytes[..<length]), shape, 2)) }
    }
}

/// All rows since the last start in a list.
private struct NaiveWindows {
    let shape: WindowShape
    var rows: [[Double]] = []
    var latest: Timestamp?
    var didRestart = false

    init(shape: WindowShape) { self.shape = shape }

    mutating func add(_ row: [Double], at time: Timestamp?) -> [Float]? {
        didRestart = false
        if let time, let latest {
            let gap = Double(time.microseconds - latest.microseconds) / 1e6
            didRestart = gap < 0 || shape.maximalGapSeconds.map { gap > $0 } ?? false
        }
        if didRestart { rows = [] }
        if let time { latest = time } else if didRestart { latest = nil }
        rows.append(row)
        guard rows.count >= shape.size, (rows.count - shape.size).isMultiple(of: shape.stride) else { return nil }
        return rows.suffix(shape.size).flatMap { $0.map(Float.init) }
    }
}
