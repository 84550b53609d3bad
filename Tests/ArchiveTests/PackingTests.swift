import Foundation
import Support
import Testing

@testable import Archive

@Suite("Packed bodies")
struct PackingTests {
    private static let samples: [[UInt8]] = [
        [], [1], Array("hello ".utf8), [UInt8](repeating: 7, count: 1_000_000),
        (0..<300_000).map { UInt8($0 * 7919 % 251) }, noise,
    ]

    /// Bytes that are no smaller packed.
    private static let noise: [UInt8] = {
        var state: UInt32 = 1
        return (0..<1_000_000).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
    }()

    @Test("come out as they went in", arguments: [Packing.gzip, .deflate], samples.indices)
    func roundTrip(packing: Packing, sample: Int) throws {
        let bytes = Self.samples[sample]
        let isSame = try packing.unpack(packing.pack(bytes), limit: bytes.count) == bytes
        #expect(isSame)
    }

    @Test("of more bytes than may come of them are refused at once", arguments: [Packing.gzip, .deflate])
    func tooLarge(packing: Packing) throws {
        let packed = try packing.pack([UInt8](repeating: 0, count: 4 << 20))
        #expect(throws: UnpackingError.tooLarge) { try packing.unpack(packed, limit: (4 << 20) - 1) }
        #expect(throws: UnpackingError.tooLarge) { try packing.unpack(packed, limit: 0) }
    }

    @Test("that are broken, cut off or go on are refused", arguments: [Packing.gzip, .deflate])
    func broken(packing: Packing) throws {
        let packed = try packing.pack(Array("a body of some length".utf8))
        #expect(throws: UnpackingError.broken) { try packing.unpack([], limit: 100) }
        #expect(throws: UnpackingError.broken) { try packing.unpack(Array("what".utf8), limit: 100) }
        #expect(throws: UnpackingError.broken) { try packing.unpack(packed + [0], limit: 100) }
        for count in 0..<packed.count {
            #expect(throws: UnpackingError.broken) { try packing.unpack(Array(packed.prefix(count)), limit: 100) }
        }
    }

    @Test("are those that Python packs, deflate with and without its head")
    func python() async throws {
        let program = """
            import gzip, sys, zlib
            text = b"marram " * 1000
            raw = zlib.compressobj(9, zlib.DEFLATED, -15)
            for packed in gzip.compress(text), zlib.compress(text), raw.compress(text) + raw.flush():
                print(packed.hex())
            """
        let result = try await Command(["python3", "-c", program]).run()
        let packed = result.output.split(separator: "\n").map { line in
            stride(from: 0, to: line.utf8.count, by: 2).compactMap { place in
                UInt8(line.dropFirst(place).prefix(2), radix: 16)
            }
        }
        let text = [UInt8](String(repeating: "marram ", count: 1000).utf8)
        #expect(packed.count == 3)
        #expect(try Packing.gzip.unpack(packed[0], limit: 7000) == text)
        #expect(try Packing.deflate.unpack(packed[1], limit: 7000) == text)
        #expect(try Packing.deflate.unpack(packed[2], limit: 7000) == text)
    }
}
