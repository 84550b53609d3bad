import Foundation

/// A stream that is made from a seed, as Tests/Fixtures/make_drift.py makes it.
struct DetectorStream: Decodable, Sendable {
    var type: String
    var kind: String
    var n: Int
    var seed: UInt64
    var cp: Int?
    var mag: Double?
    var width: Double?
    var period: Double?
    var sigma: Double?
    var offset: Double?
    var scale: Double?
    var shift: Double?
    var p0: Double?
    var p1: Double?

    /// SplitMix64.
    private struct Source {
        var bits: UInt64

        mutating func uniform() -> Double {
            bits &+= 0x9E37_79B9_7F4A_7C15
            var mixed = bits
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Double((mixed ^ (mixed >> 31)) >> 11) * 0x1p-53
        }

        /// By Box and Muller.
        mutating func normal() -> Double {
            let radius = (-2 * log(1 - uniform())).squareRoot()
            return radius * cos(2 * Double.pi * uniform())
        }
    }

    var values: [Double] {
        var source = Source(bits: seed)
        guard type == "real" else { return (0..<n).map { source.uniform() < share(at: $0) ? 1 : 0 } }
        var state = 0.0
        return (0..<n).map { step in
            let value = (offset ?? 0) + real(at: step, &source, &state)
            return ((value * 10_000 + 0.5).rounded(.down) / 10_000) * (scale ?? 1)
        }
    }

    /// The values from one change to the next.
    private var change: Int { cp ?? n / 2 }

    private func real(at step: Int, _ source: inout Source, _ state: inout Double) -> Double {
        let (size, deviation) = (mag ?? 1, sigma ?? 1)
        let isLate = step >= change
        switch kind {
        case "constant": return isLate ? size : 0
        case "gradual":
            let share = 1 / (1 + exp(-4 * Double(step - change) / (width ?? 1000)))
            let level = source.uniform() < share ? size : 0
            return level + deviation * source.normal()
        case "variance": return deviation * source.normal() * (isLate ? size : 1)
        case "heavy":
            let value = tan(Double.pi * (source.uniform() - 0.5))
            return max(-100, min(100, value)) + (isLate ? size : 0)
        case "laplace":
            let place = source.uniform() - 0.5
            let logarithm = log(abs(place) < 0.5 ? 1 - 2 * abs(place) : 1e-12)
            return -deviation * (place >= 0 ? 1 : -1) * logarithm + (isLate ? size : 0)
        case "ar1":
            state = 0.9 * state + deviation * source.normal()
            return state + (isLate ? size : 0)
        default: return level(at: step) + deviation * source.normal() + (isLate ? shift ?? 0 : 0)
        }
    }

    private func level(at step: Int) -> Double {
        let size = mag ?? 1
        switch kind {
        case "abrupt": return step >= change ? size : 0
        case "incremental": return size * ramp(at: step)
        case "seasonal": return size * sin(2 * Double.pi * Double(step) / (period ?? 200))
        case "multistep": return size * Double(step / change % 2)
        default: return 0
        }
    }

    private func ramp(at step: Int) -> Double {
        step < change ? 0 : min(1, Double(step - change) / (width ?? 1000))
    }

    private func share(at step: Int) -> Double {
        let (before, after) = (p0 ?? 0, p1 ?? 0)
        switch kind {
        case "abrupt": return step >= change ? after : before
        case "incremental": return step < change ? before : before + (after - before) * ramp(at: step)
        case "gradual": return before + (after - before) / (1 + exp(-4 * Double(step - change) / (width ?? 1000)))
        case "multistep": return step / change % 2 == 1 ? after : before
        case "seasonal":
            return before + (after - before) * 0.5 * (1 + sin(2 * Double.pi * Double(step) / (period ?? 500)))
        default: return before
        }
    }

    /// FNV-1a over the bits of the values.
    static func digest(_ values: [Double]) -> String {
        var result: UInt64 = 0xCBF2_9CE4_8422_2325
        for value in values {
            for byte in 0..<8 {
                result = (result ^ (value.bitPattern >> (8 * UInt64(byte)) & 0xFF)) &* 0x100_0000_01B3
            }
        }
        let text = String(result, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
