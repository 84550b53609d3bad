import Testing

@testable import OpenInference

@Suite struct PowersOfTenTests {
    @Test("the powers of ten in 128 bits are exact but for the last bit, which is rounded up")
    func wide() {
        let up = multiples(PowersOfTen.wide.count - 293)
        let down = reciprocals(292)
        #expect(PowersOfTen.wide[292] == 1 << 127)
        for (index, power) in up.enumerated() {
            #expect(PowersOfTen.wide[293 + index] == power, "10^\(index + 1)")
        }
        for (index, power) in down.enumerated() {
            #expect(PowersOfTen.wide[291 - index] == power, "10^-\(index + 1)")
        }
    }

    /// The leading bits of 5^1...5^count, which are those of 10^1...10^count.
    private func multiples(_ count: Int) -> [UInt128] {
        var words = [UInt64](repeating: 0, count: Self.words)
        words[0] = 1
        return (0..<count).map { _ in
            var carry: UInt64 = 0
            for index in words.indices {
                let product = UInt128(words[index]) * 5 + UInt128(carry)
                words[index] = UInt64(truncatingIfNeeded: product)
                carry = UInt64(product >> 64)
            }
            return leading(words, isCut: false)
        }
    }

    /// The leading bits of 5^-1...5^-count: ⌊⌊x / 5⌋ / 5⌋ is ⌊x / 25⌋, so that no error adds up.
    private func reciprocals(_ count: Int) -> [UInt128] {
        var words = [UInt64](repeating: 0, count: Self.words)
        words[Self.words - 1] = 1 << 63
        return (0..<count).map { _ in
            var rest: UInt64 = 0
            for index in words.indices.reversed() {
                (words[index], rest) = UInt64(5).dividingFullWidth((rest, words[index]))
            }
            return leading(words, isCut: true)
        }
    }

    /// The highest 128 bits, rounded up; `isCut` says that the number itself has been rounded down.
    private func leading(_ words: [UInt64], isCut: Bool) -> UInt128 {
        let top = words.lastIndex { $0 != 0 } ?? 0
        func word(_ index: Int) -> UInt128 { index < 0 ? 0 : UInt128(words[index]) }
        let shift = words[top].leadingZeroBitCount
        let next = word(top - 2) << shift
        let bits = (word(top) << 64 | word(top - 1)) << shift | next >> 64
        let isExact =
            !isCut && UInt64(truncatingIfNeeded: next) == 0 && words.prefix(max(0, top - 2)).allSatisfy { $0 == 0 }
        return isExact ? bits : bits + 1
    }

    /// 832 bits, which hold 5^324 and where 2^831 / 5^292 keeps more than 128.
    private static let words = 13
}
