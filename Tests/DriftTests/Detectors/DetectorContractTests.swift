import Drift
import Foundation
import Testing

/// What holds of every detector, whatever it looks for.
@Suite struct DetectorContractTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var kind: DetectorKind
        var parity: String
        var settings: DetectorSettings { DetectorSettings(["parity": .text(parity)]) }
        var testDescription: String { "\(kind.rawValue), parity \(parity)" }
    }

    static let cases = DetectorKind.allCases.flatMap { kind in ["none", "river"].map { Case(kind: kind, parity: $0) } }

    /// A stream in which every detector finds drifts: two changes, each much greater than the noise.
    static func values(for kind: DetectorKind, seed: UInt64 = 9) -> [Double] {
        var stream = DetectorStream(type: "real", kind: "multistep", n: 2400, seed: seed, cp: 800, mag: 5)
        guard kind.isBinary else { return stream.values }
        stream.type = "binary"
        (stream.p0, stream.p1) = (0.05, 0.6)
        return stream.values
    }

    static func drifts(_ detector: inout Detector, _ values: some Sequence<Double>) -> [Int] {
        values.enumerated().filter { detector.update($0.element) == .drift }.map(\.offset)
    }

    /// river's FHDDM looks for falls alone, river's EDDM needs many errors.
    @Test("[drift-2] finds a great change", arguments: cases)
    func finds(example: Case) throws {
        var detector = try Detector(example.kind, example.settings)
        let found = Self.drifts(&detector, Self.values(for: example.kind))
        #expect(found.contains { $0 >= 800 })
        let change = try #require(detector.record.change)
        #expect(change.index == found.last)
        #expect((0...change.index).contains(change.earliest))
        #expect(detector.record.samples == 2400 && detector.record.skipped == 0)
    }

    @Test("[drift-3] values that are unfit change nothing but their count", arguments: cases)
    func skips(example: Case) throws {
        let unfit = [Double.nan, .infinity, -.infinity] + (example.kind.isBinary ? [0.5, 2, -1, 1e300] : [])
        var plain = try Detector(example.kind, example.settings)
        var disturbed = plain
        var random = SystemlessRandom(seed: 4)
        var skipped = 0
        var isSame = true
        for value in Self.values(for: example.kind) {
            for _ in 0..<random.next(3) {
                let before = disturbed.record
                isSame = isSame && disturbed.update(unfit[random.next(unfit.count)]) == .skipped
                isSame = isSame && !disturbed.record.drift && disturbed.record.warning == before.warning
                skipped += 1
            }
            isSame = isSame && disturbed.update(value) == plain.update(value)
        }
        #expect(isSame && disturbed.record.samples == plain.record.samples)
        #expect(disturbed.record.skipped == skipped && skipped > 1000)
        #expect(disturbed.record.change == plain.record.change)
    }

    @Test("[drift-4] written and read at any place, goes on to the same decisions", arguments: cases)
    func restores(example: Case) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let values = Self.values(for: example.kind)
        var detector = try Detector(example.kind, example.settings)
        var restored = detector
        var isSame = true
        for (index, value) in values.enumerated() {
            let verdict = detector.update(value)
            isSame = isSame && restored.update(value) == verdict
            guard index % 97 == 0 || verdict == .drift else { continue }
            let text = try encoder.encode(restored)
            restored = try JSONDecoder().decode(Detector.self, from: text)
            #expect(try encoder.encode(restored) == text)
            #expect(restored.record == detector.record)
        }
        #expect(isSame)
        #expect(try encoder.encode(restored) == encoder.encode(detector))
        #expect(detector.record.change != nil)
    }

    @Test("[drift-4] so does one of tiny and of huge values", arguments: [-1030, -530, -30, 20, 328], [0.0, 3])
    func restoresExtremes(exponent: Int, offset: Double) throws {
        let scale = Double(sign: .plus, exponent: exponent, significand: 1)
        for example in Self.cases where !example.kind.isBinary {
            var detector = try Detector(example.kind, example.settings)
            var restored = detector
            var isSame = true
            for (index, value) in Self.values(for: example.kind).prefix(1000).enumerated() {
                // Among small values a huge one, which swallows them.
                let scale = index == 300 ? 1e98 : scale
                let verdict = detector.update((value + offset) * scale)
                isSame = isSame && restored.update((value + offset) * scale) == verdict
                guard index % 61 == 0 || verdict == .drift else { continue }
                restored = try JSONDecoder().decode(Detector.self, from: JSONEncoder().encode(restored))
            }
            #expect(isSame && restored.record == detector.record, "\(example)")
        }
    }

    @Test("[drift-5] after a reset is as new, with the same parameters", arguments: cases)
    func resets(example: Case) throws {
        let values = Self.values(for: example.kind)
        var detector = try Detector(example.kind, example.settings)
        let first = Self.drifts(&detector, values)
        detector.reset()
        #expect(detector.record.samples == 0 && detector.record.change == nil)
        #expect(detector.settings == (try Detector(example.kind, example.settings)).settings)
        #expect(Self.drifts(&detector, values) == first)
    }

    @Test("[drift-6] what it writes stays within a bound", arguments: cases)
    func staysSmall(example: Case) throws {
        var detector = try Detector(example.kind, example.settings)
        for _ in 0..<6 { _ = Self.drifts(&detector, Self.values(for: example.kind)) }
        let bound = example.kind == .kswin && example.parity == "river" ? 12_000 : 5_000
        #expect(try JSONEncoder().encode(detector).count < bound)
    }
}

/// Whole numbers that are the same for the same seed.
struct SystemlessRandom {
    private var bits: UInt64

    init(seed: UInt64) { bits = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678_9ABC_DEF1 }

    /// A number from 0 up to, not including, `bound`.
    mutating func next(_ bound: Int) -> Int {
        bits ^= bits << 13
        bits ^= bits >> 7
        bits ^= bits << 17
        return Int(bits >> 33) % bound
    }
}
