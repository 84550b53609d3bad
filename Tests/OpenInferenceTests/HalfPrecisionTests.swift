import OpenInference
import Tensors
import Testing

/// FP16, BF16 and FP64, as JSON.
@Suite struct HalfPrecisionTests {
    private func number<Number: TensorElement>(_ text: String, _ type: Number.Type) throws -> Number? {
        let name = Number.datatype.rawValue
        let alone = try decode(request("[\(text)]", shape: "[1]", datatype: name)).inputs[0]
        // Once more where the inner loop reads it.
        let many = try decode(request("[\(text),1,1,1,1,1,1,1,1,1,1,1]", shape: "[12]", datatype: name)).inputs[0]
        let width = MemoryLayout<Number>.size
        #expect(alone.bytes == Array(many.bytes[..<width]), "\(text)")
        return alone.values(as: type)?.first
    }

    @Test(
        "[oip-12] reads FP16 to the nearest, ties to even",
        arguments: [
            ("65504", 0x7BFF), ("65519.99", 0x7BFF), ("-65504", 0xFBFF), ("1", 0x3C00), ("1.00048828125", 0x3C00),
            ("1.000488281250001", 0x3C01), ("1.00146484375", 0x3C02), ("5.9604644775390625e-8", 1),
            ("2.98023223876953125e-8", 0), ("2.980232238769532e-8", 1), ("-0.0", 0x8000), ("6.103515625e-5", 0x0400),
            ("0.1", 0x2E66),
        ] as [(String, UInt16)]
    )
    func half(text: String, bits: UInt16) throws {
        #expect(try number(text, Float16.self)?.bitPattern == bits)
    }

    @Test(
        "[oip-12] reads BF16 to the nearest, ties to even, rounded once",
        arguments: [
            ("1", 0x3F80), ("1.00390625", 0x3F80), ("1.000000000003906250001", 0x3F80), ("1.0039062500001", 0x3F81),
            ("-1.0039062500001", 0xBF81), ("1.01171875", 0x3F82), ("1.0117187499999", 0x3F81), ("3.3895e38", 0x7F7F),
            ("0.1", 0x3DCD), ("-0", 0x8000), ("9.2e-41", 1),
        ] as [(String, UInt16)]
    )
    func brain(text: String, bits: UInt16) throws {
        #expect(try number(text, BFloat16.self)?.bitPattern == bits)
    }

    @Test(
        "[oip-12] refuses numbers beyond the largest of their type",
        arguments: [
            ("FP16", "65520"), ("FP16", "-65520"), ("FP16", "1e5"), ("BF16", "3.4e38"), ("BF16", "-1e39"),
            ("FP64", "1.8e308"), ("FP64", "-1e400"), ("FP32", "3.4028236e38"),
        ]
    )
    func beyond(datatype: String, text: String) {
        for (data, shape) in [("[\(text)]", "[1]"), ("[\(text),1,1,1,1,1,1,1,1,1,1,1]", "[12]")] {
            let error = refusal(request(data, shape: shape, datatype: datatype))
            #expect(error?.code == .badInput)
            #expect(error?.message.contains("element 0 is \(text); \(datatype) takes numbers from") == true)
        }
    }

    @Test("[oip-12] rounds random decimals to FP16 and BF16 as their nearest Double is rounded")
    func random() throws {
        var random = Seeded(state: 5)
        let texts = (0..<20_000).map { _ in
            // Many lie on or beside the middle of two neighbours.
            let half = Double(Float16(bitPattern: UInt16(random.next() % 0x7BFF)))
            let next = Double(Float16(bitPattern: Float16(half).bitPattern + 1))
            let middle = (half + next) / 2
            return "\([middle, middle.nextUp, middle.nextDown, half, -middle][Int(random.next() % 5)])"
        }
        let list = "[\(texts.joined(separator: ","))]"
        let shape = "[\(texts.count)]"
        let wide = RequestLimits(bytes: .max)
        let halves = try decode(request(list, shape: shape, datatype: "FP16"), limits: wide).inputs[0]
        let brains = try decode(request(list, shape: shape, datatype: "BF16"), limits: wide).inputs[0]
        let doubles = try texts.map { try #require(Double($0)) }
        #expect(halves.values() == doubles.map { Float16($0) })
        let values = try #require(brains.values(as: BFloat16.self))
        for (value, double) in zip(values, doubles) {
            // No neighbour is nearer.
            let distance = (Double(Float(value)) - double).magnitude
            for neighbour in [value.bitPattern &- 1, value.bitPattern &+ 1] {
                let other = BFloat16(bitPattern: neighbour)
                guard other.isFinite else { continue }
                #expect((Double(Float(other)) - double).magnitude >= distance, "\(double)")
            }
        }
    }

    @Test("[oip-12] reads FP64 to the last bit", arguments: ["0.1", "5e-324", "1.7976931348623157e308", "1e23", "2.5"])
    func double(text: String) throws {
        #expect(try number(text, Double.self) == Double(text))
    }
}
