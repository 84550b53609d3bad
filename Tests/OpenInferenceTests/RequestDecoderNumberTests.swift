import OpenInference
import Tensors
import Testing

@Suite struct RequestDecoderNumberTests {
    @Test(
        "[oip-12] reads FP32 by way of the nearest Double",
        arguments: [
            "0", "-0", "0.0", "-0.0", "1", "-1", "5.1", "0.1", "1e0", "1E2", "1e-7", "-2.5e+3", "3.4028235e38",
            "-3.4028235e38",
            "1.401298464324817e-45", "1e-400", "-1e-400", "1e-999999999999999999999", "0e999999999999", "16777217",
            "16777219",
            "0.30000000000000004", "9007199254740993", "9007199254740992.5", "18446744073709551615",
            "9999999999999999999",
            "99999999999999999999", "123456789012345678901234567890", "0.000000000000000000000000000012345678901234567",
            "8.5070591730234615865843651857942052864e37", "1.00000005960464477539062500001",
            "1.000000059604644775390625",
            "123456.7890123456789012345", "12345678", "123456789", "12345678.5", "0.1234567", "0.12345678",
            "0.123456789",
            "0.1234567890123456", "0.12345678901234567", "0.000012345678901234567", "1.234567890123456789012345",
            "7.0064923216240854e-46", "340282346638528859811704183484516925440", "1e22", "1e23", "1e27", "1e28",
            "4.35e-27",
        ]
    )
    func nearest(number: String) throws {
        let double = try #require(Double(number))
        let expected = Float(double)
        let alone = try float(number)
        #expect(alone?.bitPattern == expected.bitPattern)
        // In the middle of many, where the inner loop reads it.
        let many = try decode(request("[0.5,\(number), \(number),1,2,3,4,5,6,7,8,9,10]", shape: "[13]")).inputs[0]
        let values = try #require(floats(many))
        #expect(values[1].bitPattern == expected.bitPattern)
        #expect(values[2].bitPattern == expected.bitPattern)
    }

    @Test("reads random decimals as the standard library does")
    func randomDecimals() throws {
        var random = Seeded(state: 1)
        let texts = (0..<60_000).map { _ in decimal(&random) }
        let body = request("[\(texts.joined(separator: ","))]", shape: "[\(texts.count)]")
        let request = try decode(body, limits: RequestLimits(bytes: .max))
        let values = try #require(floats(request.inputs[0]))
        for (text, value) in zip(texts, values) {
            let nearest = try #require(Double(text))
            #expect(value.bitPattern == Float(nearest).bitPattern, "\(text)")
        }
    }

    @Test(
        "[oip-12] reads the same decimals whatever space is between them, to the end of each row",
        arguments: [
            [","], [", "], [" ,"], [",  "], [",\n\t"], [", ", ","], [",", ", "], [", ", ", ", ","],
            [",", ",", " , ", ", "],
        ]
    )
    func separators(cycle: [String]) throws {
        let texts = [
            "0.5", "-0.5", "9.12345678", "-9.12345678", "0.123456789", "-0.123456789", "1.0", "-12.5", "7", "3.14159",
        ]
        for count in 1...texts.count {
            let numbers = texts.prefix(count)
            let row = numbers.enumerated().map { $0 == 0 ? $1 : cycle[$0 % cycle.count] + $1 }.joined()
            let read = try decode(request("[[\(row)],[\(row) ]]", shape: "[2,\(count)]")).inputs[0]
            let expected = numbers.compactMap { Double($0).map { Float($0) } }
            #expect(floats(read) == expected + expected)
        }
    }

    @Test(
        "refuses what only begins like a decimal, first and in the middle",
        arguments: [
            "5.", "-5.", ".5", "-.5", "-", "--0.5", "0.5.5", "00.5", "-00.5", "+0.5", "0.5-", "0.1234567x",
            "0.12345678x", "",
            "5,", "0.5e", "0.5e+", "0 .5", "0. 5", "- 0.5",
        ]
    )
    func almostDecimals(text: String) {
        for data in ["[\(text)]", "[0.5,-0.5,\(text),0.5,0.5,0.5,0.5]", "[0.5, -0.5, \(text), 0.5, 0.5, 0.5]"]
        where data != "[]" {
            #expect(refusal(request(data, shape: "[7]"))?.code == .badJSON, "\(data)")
        }
    }

    private func decimal(_ random: inout Seeded) -> String {
        let sign = random.next() % 2 == 0 ? "" : "-"
        func digits(_ most: Int) -> String {
            String(
                (0..<Int.random(in: 1...most, using: &random)).map { _ in
                    "0123456789".randomElement(using: &random) ?? "0"
                }
            )
        }
        let whole = random.next() % 3 == 0 ? "0" : "\(Int.random(in: 1...9, using: &random))" + digits(8).dropFirst()
        let fraction = random.next() % 4 == 0 ? "" : "." + digits(20)
        let exponent = random.next() % 4 == 0 ? "e\(Int.random(in: -50...29, using: &random))" : ""
        return sign + whole + fraction + exponent
    }

    @Test(
        "refuses what FP32 cannot hold",
        arguments: [
            "1e39", "-1e39", "1e400", "-1e400", "3.4028236e38", "1e999999999999999999999",
            "340282356779733661637539395458142568448",
        ]
    )
    func overflow(number: String) {
        for data in ["[\(number)]", "[\(number),1,2,3,4,5,6,7,8,9,10,11,12]"] {
            let error = refusal(request(data, shape: data.count < 60 ? "[1]" : "[13]"))
            #expect(error?.code == .badInput)
            #expect(error?.message.contains("element 0 is ") == true)
        }
    }

    @Test(
        "[oip-11] reads INT64 to the last bit",
        arguments: [
            0, -1, 7, 255, 99_999_999, 100_000_000, 9_007_199_254_740_993, -9_007_199_254_740_993, .max, .min, .max - 1,
            .min + 1,
        ] as [Int64]
    )
    func integers(value: Int64) throws {
        #expect(try integer("\(value)") == value)
        let many = request("[\(value), \(value),0,0,0,0,0,0,0,0]", shape: "[10]", datatype: "INT64")
        #expect(try decode(many).inputs[0].values() == [value, value, 0, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("reads -0 as INT64")
    func minusZero() throws {
        #expect(try integer("-0") == 0)
    }

    @Test(
        "refuses what INT64 cannot hold",
        arguments: [
            "1.0", "1.5", "1e0", "1E3", "0.0", "-0.0", "9223372036854775808", "-9223372036854775809",
            "18446744073709551616",
            "18446744073709551617", "100000000000000000000000000", "-99999999999999999999",
        ]
    )
    func notIntegers(number: String) {
        for rest in ["", ",1,2,3,4,5,6,7,8,9,10"] {
            let error = refusal(request("[\(number)\(rest)]", shape: rest.isEmpty ? "[1]" : "[11]", datatype: "INT64"))
            #expect(error?.code == .badInput)
            #expect(
                error?.message.contains("element 0 is \(number); INT64 takes") == true,
                "\(error?.message ?? "accepted")"
            )
        }
    }
}
