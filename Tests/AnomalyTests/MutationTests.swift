import Anomaly
import Telemetry
import Testing

/// What is read back from a disk may be anything.
@Suite struct MutationTests {
    private static func mutated(_ bytes: [UInt8], _ random: inout Numbers) -> [UInt8] {
        var bytes = bytes
        for _ in 0...random.next(3) where !bytes.isEmpty {
            let place = random.next(bytes.count)
            switch random.next(5) {
            case 0: bytes[place] = UInt8(random.next(256))
            case 1: bytes[place] ^= 1 << UInt8(random.next(8))
            case 2: bytes.remove(at: place)
            case 3: bytes.insert(UInt8(random.next(256)), at: place)
            // Eight bytes of ones or a high bit: the numbers that overflow.
            default:
                for index in place..<min(place + 8, bytes.count) { bytes[index] = index == place + 7 ? 0x7F : 0xFF }
            }
        }
        return bytes
    }

    @Test("[anomaly-11] whatever bytes are restored, what comes of them works or is nothing", arguments: 0..<400)
    func state(seed: UInt64) throws {
        var random = Numbers(seed: seed)
        let shape = try WindowShape(size: 3, stride: 2, maximalGapSeconds: 5)
        let rule = try AnomalyRule(smooth: 3, threshold: 1, onAfter: 2, offAfter: 3)
        var buffer = WindowBuffer(shape: shape, fields: 2)
        var monitor = AnomalyMonitor()
        for step in 0..<(1 + random.next(9)) {
            let time = Timestamp(microseconds: Int64(step))
            _ = buffer.add([random.unit(), 1], at: time)
            _ = monitor.add(random.unit() * 3, at: time, rule: rule)
        }
        var writer = StateWriter()
        buffer.save(to: &writer)
        monitor.save(to: &writer)
        var reader = StateReader(Self.mutated(writer.bytes, &random))
        guard var window = WindowBuffer(restoring: &reader, shape: shape, fields: 2) else { return }
        var restored = AnomalyMonitor(restoring: &reader)
        for step in 0..<12 {
            let time = Timestamp(microseconds: Int64(step) * 1_000_000)
            if window.add([0.5, 2], at: time) {
                var tensor: [Float] = []
                window.append(to: &tensor)
                #expect(tensor.count == 6 && tensor.allSatisfy(\.isFinite))
            }
            #expect(restored?.add(2, at: time, rule: rule).score.isFinite != false)
        }
        #expect(window.rows == 3)
        #expect(restored.map { $0.episode != nil } != false)
    }

    @Test("[anomaly-15] whatever text is read, what comes of it is a baseline or an error", arguments: 0..<200)
    func baseline(seed: UInt64) throws {
        var random = Numbers(seed: seed &+ 5000)
        let text = Self.mutated(try BaselineTests.baseline(rows: 20).json(), &random)
        do throws(AnomalyError) {
            let read = try Baseline(json: text)
            #expect(try read.rule().threshold > 0)
            #expect(!read.fields.isEmpty)
        } catch {
            #expect(error.message.hasPrefix("baseline: ") && error.message.contains("marram train"))
        }
    }
}
