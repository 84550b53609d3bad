import Drift
import Foundation
import Testing

/// What is read from a file may be anything.
@Suite struct DetectorStateTests {
    private static func written(_ kind: DetectorKind, _ parity: String, after count: Int = 1000) throws -> [UInt8] {
        var detector = try Detector(kind, ["parity": .text(parity)])
        _ = DetectorContractTests.drifts(&detector, DetectorContractTests.values(for: kind).prefix(count))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(detector))
    }

    private static func replaced(_ text: [UInt8], _ old: String, _ new: String) throws -> Data {
        let whole = String(decoding: text, as: UTF8.self)
        try #require(whole.contains(old), "\(whole.prefix(300))")
        return Data(whole.replacingOccurrences(of: old, with: new).utf8)
    }

    @Test("[drift-7] refuses another version and another detector, saying which", arguments: DetectorKind.allCases)
    func refuses(kind: DetectorKind) throws {
        let text = try Self.written(kind, "none")
        let version = try Self.replaced(text, "\"schema_version\":1", "\"schema_version\":2")
        let error = #expect(throws: DetectorError.self) { try JSONDecoder().decode(Detector.self, from: version) }
        #expect(error?.message.contains("schema version 2, expected 1") == true)
        let name = try Self.replaced(text, "\"detector\":\"\(kind.rawValue)\"", "\"detector\":\"cusum\"")
        #expect(throws: DetectorError.self) { try JSONDecoder().decode(Detector.self, from: name) }
        let other = try Self.replaced(
            text,
            "\"detector\":\"\(kind.rawValue)\"",
            "\"detector\":\"\(kind == .ddm ? "eddm" : "ddm")\""
        )
        #expect(throws: (any Error).self) { try JSONDecoder().decode(Detector.self, from: other) }
    }

    @Test(
        "[drift-7] refuses a state that cannot be",
        arguments: [
            (DetectorKind.adwin, "\"width\":", "\"width\":1"), (.adwin, "\"tick\":", "\"tick\":4"),
            (.adwin, "\"total\":", "\"total\":9"), (.adwin, "\"squares\":", "\"squares\":99"),
            (.adwin, "\"rows\":[[", "\"rows\":[[1,0,"), (.adwin, "\"samples\":1000", "\"samples\":10"),
            (.pageHinkley, "\"count\":", "\"count\":1e9,\"was\":"),
            (.pageHinkley, "\"least_index\":", "\"least_index\":-"),
            (.pageHinkley, "\"least_increase\":", "\"least_increase\":9e99,\"was\":"),
            (.kswin, "\"window\":[", "\"window\":[1,"), (.kswin, "\"oldest\":", "\"oldest\":1000"),
            (.kswin, "\"untested\":", "\"untested\":1"), (.ddm, "\"least_share\":", "\"least_share\":-"),
            (.ddm, "\"least_sum\":", "\"least_sum\":9"), (.hddmA, "\"mean\":", "\"mean\":7"),
            (.hddmW, "\"weight\":", "\"weight\":-"), (.hddmW, "\"cut\":", "\"cut\":-9e9,\"was\":"),
            (.eddm, "\"last\":", "\"last\":9999,\"was\":"), (.eddm, "\"greatest\":", "\"greatest\":1e9,\"was\":"),
            (.fhddm, "\"ones\":", "\"ones\":9"), (.fhddm, "\"window\":[", "\"window\":[true,"),
            (.fhddm, "\"next\":", "\"next\":-"),
        ]
    )
    func refuses(kind: DetectorKind, old: String, new: String) throws {
        let text = try Self.replaced(try Self.written(kind, "none", after: 1000), old, new)
        let error = #expect(throws: DetectorError.self) { try JSONDecoder().decode(Detector.self, from: text) }
        #expect(error?.message.isEmpty == false)
    }

    private static func mutated(_ bytes: [UInt8], _ random: inout SystemlessRandom) -> [UInt8] {
        var bytes = bytes
        let digits = Array("0123456789-.e".utf8)
        for _ in 0..<1 + random.next(2) where !bytes.isEmpty {
            let place = random.next(bytes.count)
            switch random.next(8) {
            case 0: bytes[place] = digits[random.next(digits.count)]
            case 1: bytes.insert(digits[random.next(digits.count)], at: place)
            case 2: bytes.remove(at: place)
            case 3: bytes[place] = UInt8(32 + random.next(95))
            // A number that remains one is the likeliest to be taken for the state.
            default:
                let next = bytes[place...].firstIndex { (48...57).contains($0) } ?? place
                bytes[next] = digits[random.next(10)]
            }
        }
        return bytes
    }

    @Test("[drift-8] whatever is restored is refused, or finds a great change", arguments: DetectorContractTests.cases)
    func survives(example: DetectorContractTests.Case) throws {
        var random = SystemlessRandom(seed: 3)
        let text = try Self.written(example.kind, example.parity, after: 700 + random.next(300))
        let values = DetectorContractTests.values(for: example.kind, seed: 77).prefix(1600)
        var accepted = 0
        for _ in 0..<40 {
            let bytes = Self.mutated(text, &random)
            guard var detector = try? JSONDecoder().decode(Detector.self, from: Data(bytes)) else { continue }
            accepted += 1
            detector.update(.nan)
            let found = DetectorContractTests.drifts(&detector, values)
            // Parameters may have been changed as well, to such that hardly anything is a drift.
            guard (try? Detector(example.kind, example.settings))?.settings == detector.settings else { continue }
            #expect(!found.isEmpty || example.parity == "river", "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(accepted > 0)
    }
}
