import OpenInference
import Telemetry
import Tensors
import Testing

@Suite struct CSVPropertyTests {
    /// Characters that make trouble, and some that do not.
    private static let alphabet = Array("ab1,;\"\n\r\t .-é✓")

    @Test("[telemetry-54] any texts and numbers are written and read back", arguments: 0..<50 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var texts: [[String]] = [[], []]
        var numbers: [Double] = []
        var bytes = Array("first;number;second\n".utf8)
        for _ in 0..<20 {
            let number = Double(bitPattern: random.next())
            numbers.append(number.isFinite ? number : 0.1)
            for column in 0..<2 {
                let count = Int.random(in: 0..<12, using: &random)
                texts[column].append(
                    String(
                        (0..<count).map { _ in Self.alphabet[Int.random(in: 0..<Self.alphabet.count, using: &random)] }
                    )
                )
            }
            bytes.appendCSV(texts[0][texts[0].count - 1], delimiter: UInt8(ascii: ";"))
            bytes.append(UInt8(ascii: ";"))
            bytes.appendCSV(numbers[numbers.count - 1])
            bytes.append(UInt8(ascii: ";"))
            bytes.appendCSV(texts[1][texts[1].count - 1], delimiter: UInt8(ascii: ";"))
            bytes.append(contentsOf: Bool.random(using: &random) ? "\r\n".utf8 : "\n".utf8)
        }
        let table = try CSVTable(
            bytes,
            CSVOptions(delimiter: UInt8(ascii: ";"), columns: ["number"], texts: ["first", "second"])
        )
        #expect(table.values == numbers)
        #expect(table.texts == texts)
    }

    @Test(
        "[telemetry-18] lines give the same readings however they are split into payloads",
        arguments: 0..<20 as Range<UInt64>
    )
    func splitting(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        let plan = try makePlan("$.a", "$.b", format: .csv(columns: ["a", "b"]))
        let lines = (0..<50).map { _ in
            "\(Double.random(in: -1e6...1e6, using: &random)),\(Int.random(in: -9...9, using: &random))\n"
        }
        let whole = take(lines.joined().utf8, plan)
        #expect(whole.error == nil)
        var parts: [Taken] = []
        var decoder = TelemetryDecoder(plan)
        var rest = lines[...]
        while !rest.isEmpty {
            let count = Int.random(in: 1...7, using: &random)
            parts += take(rest.prefix(count).joined().utf8, with: &decoder).taken
            rest = rest.dropFirst(count)
        }
        #expect(parts == whole.taken)
        #expect(whole.taken.count == 50)
    }

    @Test("[telemetry-10] a payload that is cut off is refused or holds fewer readings, never others")
    func cutOff() throws {
        let plan = try makePlan("$.v.x", "$.t", key: ["$.k"])
        let body = Array(#"[{"k":"a","v":{"x":1.25},"t":-3e2},{"t":7,"v":{"x":null,"y":"z"},"k":"\u00e9"}]"#.utf8)
        let all = take(body, plan).taken
        #expect(all.count == 2)
        for count in 0..<body.count {
            let (taken, error) = take(body.prefix(count), plan)
            #expect(error?.code == .badJSON)
            #expect(taken == Array(all.prefix(taken.count)))
        }
    }
}
