import Tensors
import Testing

@Suite struct BFloat16Tests {
    @Test("is the same number as a Float, and comes back from it", arguments: [0, 0x80, 0x3F, 0x7F] as [UInt16])
    func exact(high: UInt16) {
        for low in UInt16(0)...255 {
            for sign in [UInt16(0), 0x8000] {
                let value = BFloat16(bitPattern: high << 8 | low | sign)
                guard value.isFinite else { continue }
                #expect(BFloat16(Float(value)) == value)
                #expect(BFloat16(Double(Float(value))) == value)
            }
        }
    }

    @Test(
        "rounds to the nearest, ties to even",
        arguments: [
            (0x3F80_0000, 0x3F80), (0x3F80_7FFF, 0x3F80), (0x3F80_8000, 0x3F80), (0x3F80_8001, 0x3F81),
            (0x3F81_7FFF, 0x3F81), (0x3F81_8000, 0x3F82), (0xBF81_8000, 0xBF82), (0x0000_8000, 0x0000),
            (0x0000_8001, 0x0001), (0x7F7F_7FFF, 0x7F7F), (0x7F7F_8000, 0x7F80), (0xFF7F_FFFF, 0xFF80),
            (0x7F80_0000, 0x7F80), (0xFF80_0000, 0xFF80), (0x8000_0000, 0x8000),
        ] as [(UInt32, UInt16)]
    )
    func rounding(float: UInt32, expected: UInt16) {
        let value = Float(bitPattern: float)
        #expect(BFloat16(value).bitPattern == expected)
        #expect(BFloat16(Double(value)).bitPattern == expected)
    }

    @Test("stays NaN, even where the bits that tell are cut off", arguments: [0x7F80_0001, 0xFFFF_FFFF, 0x7FC0_0000])
    func notANumber(bits: UInt32) {
        let value = BFloat16(Float(bitPattern: bits))
        #expect(!value.isFinite && Float(value).isNaN)
        #expect(Float(BFloat16(Double(Float(bitPattern: bits)))).isNaN)
    }

    @Test("rounds a Double once: one just beside a tie is not taken for the tie")
    func onceRounded() {
        let tie = 1 + 0x1p-8
        #expect(BFloat16(tie).bitPattern == 0x3F80)
        #expect(BFloat16(tie + 0x1p-40).bitPattern == 0x3F81)
        #expect(BFloat16(-tie - 0x1p-40).bitPattern == 0xBF81)
        let next = 1 + 3 * 0x1p-8
        #expect(BFloat16(next).bitPattern == 0x3F82)
        #expect(BFloat16(next - 0x1p-40).bitPattern == 0x3F81)
        #expect(BFloat16(1e300).bitPattern == 0x7F80)
        #expect(BFloat16(-1e-300).bitPattern == 0x8000)
        #expect(BFloat16(Double.infinity).bitPattern == 0x7F80)
    }
}
