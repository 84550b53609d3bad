import MQTT
import Testing

@Suite("Correlation data")
struct CorrelationDataTests {
    private static let lengths = [0, 1, 47, 48, 49, 255, 65_535]

    @Test("keeps its bytes", arguments: lengths)
    func bytes(count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let data = CorrelationData(bytes)
        #expect(data.count == count)
        #expect(data.bytes == bytes)
        #expect(data.withBytes { $0.byteCount } == count)
        #expect(unsafe CorrelationData(copying: bytes.span.bytes) == data)
        #expect(CorrelationData(bytes.lazy.map { $0 }) == data)
    }

    @Test("equals what has the same bytes, and nothing else", arguments: lengths)
    func equality(count: Int) {
        let bytes = [UInt8](repeating: 7, count: count)
        let data = CorrelationData(bytes)
        #expect(Set([data, CorrelationData(bytes)]).count == 1)
        if count < 65_535 { #expect(CorrelationData(bytes + [0]) != data) }
        for place in Set([0, count / 2, count - 1]) where bytes.indices.contains(place) {
            var other = bytes
            other[place] = 8
            #expect(CorrelationData(other) != data)
        }
    }
}
