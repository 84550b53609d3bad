/// Whole numbers that look random and are the same for the same seed.
public struct SampleSource: Sendable, Codable {
    /// What the numbers come from.
    public enum Kind: String, Sendable, Codable, CaseIterable {
        /// CPython's, of 2.5 kB.
        case mersenneTwister = "mersenne_twister"
        /// Steele, Lea and Flood's, of 8 bytes.
        case splitMix = "split_mix"
    }

    private var twister: MersenneTwister?
    private var mix: UInt64

    init(_ kind: Kind, seed: Int) {
        twister = kind == .mersenneTwister ? MersenneTwister(seed: seed) : nil
        mix = UInt64(bitPattern: Int64(seed))
    }

    /// Begins anew.
    mutating func begin(seed: Int) {
        twister?.begin(seed: seed)
        mix = UInt64(bitPattern: Int64(seed))
    }

    /// A number from 0 up to, not including, `bound`, which is 1 or more; as CPython draws it.
    mutating func below(_ bound: Int) -> Int {
        let shift = UInt32(bound).leadingZeroBitCount
        while true {
            let number = Int(next() >> UInt32(shift))
            if number < bound { return number }
        }
    }

    private mutating func next() -> UInt32 {
        if let bits = twister?.next() { return bits }
        mix &+= 0x9E37_79B9_7F4A_7C15
        var bits = mix
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return UInt32(truncatingIfNeeded: (bits ^ (bits >> 31)) >> 32)
    }

    /// Whether it is of the kind, and works.
    func isPlausible(_ kind: Kind) -> Bool {
        guard let twister else { return kind == .splitMix }
        return kind == .mersenneTwister && twister.isPlausible
    }
}
