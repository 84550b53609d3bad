import Testing

@testable import OpenInference

@Suite struct NumberTextTests {
    @Test("writes every Float16 as its description")
    func float16() {
        for bits in UInt16.min...UInt16.max {
            let value = Float16(bitPattern: bits)
            guard value.isFinite else { continue }
            expect(value.description) { output in output.appendNumber(value) }
        }
    }

    @Test("writes every power of two a Float has, and its neighbours, as their description")
    func floatEdges() {
        let fractions: [UInt32] = [0, 1, 2, 3, 0x3F_FFFF, 0x40_0000, 0x55_5555, 0x2A_AAAA, 0x7F_FFFE, 0x7F_FFFF]
        for exponent in UInt32(0)...254 {
            for fraction in fractions {
                let value = Float(bitPattern: exponent << 23 | fraction)
                expect(value.description) { output in output.appendNumber(value) }
                expect((-value).description) { output in output.appendNumber(-value) }
            }
        }
    }

    @Test("writes every power of two a Double has, and its neighbours, as their description")
    func doubleEdges() {
        let fractions: [UInt64] = [0, 1, 2, 1 << 51, (1 << 51) - 1, (1 << 52) - 2, (1 << 52) - 1]
        for exponent in UInt64(0)...2046 {
            for fraction in fractions {
                let value = Double(bitPattern: exponent << 52 | fraction)
                expect(value.description) { output in output.appendNumber(value) }
            }
        }
    }

    @Test("writes the digits 1 to 9 at every power of ten as their description")
    func powersOfTen() throws {
        for exponent in -324...308 {
            for digit in 1...9 {
                let double = try #require(Double("\(digit)e\(exponent)"))
                guard double.isFinite else { continue }
                expect(double.description) { output in output.appendNumber(double) }
                let float = Float(double)
                guard float.isFinite else { continue }
                expect(float.description) { output in output.appendNumber(float) }
            }
        }
    }

    @Test("writes random Floats of all magnitudes, and such as models give, as their description")
    func randomFloats() {
        var random = Seeded(state: 1)
        for _ in 0..<Self.samples {
            let any = Float(bitPattern: UInt32(truncatingIfNeeded: random.next()) & 0xBFFF_FFFF)
            expect(any.description) { output in output.appendNumber(any) }
            let probability = Float.random(in: 0..<1, using: &random)
            expect(probability.description) { output in output.appendNumber(probability) }
            let short = Float(Int.random(in: -100_000...100_000, using: &random)) / 100
            expect(short.description) { output in output.appendNumber(short) }
            let large = Float.random(in: 1e6...2e7, using: &random)
            expect(large.description) { output in output.appendNumber(large) }
        }
    }

    @Test("writes random Doubles of all magnitudes, short ones and whole ones as their description")
    func randomDoubles() {
        var random = Seeded(state: 2)
        for _ in 0..<Self.samples {
            let any = Double(bitPattern: random.next() & 0xBFFF_FFFF_FFFF_FFFF)
            expect(any.description) { output in output.appendNumber(any) }
            let short = Double(Int.random(in: -10_000_000...10_000_000, using: &random)) / 1000
            expect(short.description) { output in output.appendNumber(short) }
            let mixed = Double(random.next() >> UInt64.random(in: 0...63, using: &random)) / 8
            expect(mixed.description) { output in output.appendNumber(mixed) }
        }
    }

    @Test("writes whole numbers of every length")
    func integers() {
        var random = Seeded(state: 3)
        for _ in 0..<Self.samples {
            let unsigned = random.next() >> UInt64.random(in: 0...63, using: &random)
            expect(unsigned.description) { output in output.appendNumber(unsigned) }
            let signed = Int64(bitPattern: random.next()) >> Int64.random(in: 0...63, using: &random)
            expect(signed.description) { output in output.appendNumber(signed) }
        }
        for power in 0..<19 {
            let value = (0..<power).reduce(Int64(1)) { product, _ in product * 10 }
            for near in [value - 1, value, -value, 1 - value] {
                expect(near.description) { output in output.appendNumber(near) }
            }
        }
        expect("-9223372036854775808") { output in output.appendNumber(Int64.min) }
        expect("18446744073709551615") { output in output.appendNumber(UInt64.max) }
        expect("-128") { output in output.appendNumber(Int8.min) }
        expect("65535") { output in output.appendNumber(UInt16.max) }
    }

    @Test(
        "writes numbers as JSON has them",
        arguments: [
            (5.1, "5.1"), (0.00030604066, "0.00030604066"), (7.268024e-06, "7.268024e-06"), (1e20, "1e+20"),
            (-0.0, "-0.0"), (0, "0.0"), (16_777_216, "16777216.0"), (16_777_218, "1.6777218e+07"),
            (.leastNonzeroMagnitude, "1e-45"),
            (-3.4028235e38, "-3.4028235e+38"),
        ] as [(Float, String)]
    )
    func form(value: Float, text: String) {
        expect(text) { output in output.appendNumber(value) }
    }

    @Test("writes null for what JSON has no number for", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(value: Double) {
        expect("null") { output in output.appendNumber(value) }
        expect("null") { output in output.appendNumber(Float(value)) }
        expect("null") { output in output.appendNumber(Float16(value)) }
    }

    @Test("writes no byte beyond the room that a number is given")
    func room() {
        let longest: [Double] = [-2.2250738585072014e-308, -0.00012345678901234567, -1_234_567_890_123_456.5, -1e15]
        for value in longest {
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: NumberText.room + 8) { buffer, count in
                unsafe buffer.initialize(repeating: 0xAA)
                var output = unsafe OutputSpan(buffer: buffer.extracting(..<NumberText.room), initializedCount: 0)
                output.appendNumber(value)
                #expect(output.count == value.description.utf8.count)
                _ = unsafe output.finalize(for: buffer.extracting(..<NumberText.room))
                count = NumberText.room + 8
            }
            #expect(bytes.suffix(8).allSatisfy { $0 == 0xAA }, "\(value)")
        }
    }

    @Test("appends to a full array after what stands there")
    func appending() {
        var bytes: [UInt8] = []
        for value in 0..<1000 { bytes.appendNumber(value * 1001) }
        let expected = (0..<1000).map { "\($0 * 1001)" }.joined()
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    /// How many random numbers of a kind are written.
    private static let samples = 10_000

    private func expect(_ text: String, _ write: (inout OutputSpan<UInt8>) -> Void) {
        var bytes: [UInt8] = []
        bytes.append(addingCapacity: NumberText.room, initializingWith: write)
        guard !bytes.elementsEqual(text.utf8) else { return }
        Issue.record("\(text) is written as \(String(decoding: bytes, as: UTF8.self))")
    }
}
