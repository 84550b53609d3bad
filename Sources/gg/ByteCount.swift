import Foundation

/// Sizes as people read them.
enum ByteCount {
    /// A number of bytes, in the largest unit of 1024 that leaves at least 1: `12 B`, `1.5 MiB`.
    static func text(_ bytes: Int) -> String {
        var value = Double(bytes)
        var unit = "B"
        for next in ["KiB", "MiB", "GiB", "TiB"] where value >= 1024 {
            value /= 1024
            unit = next
        }
        return unit == "B" ? "\(bytes) B" : String(format: "%.1f %@", value, unit)
    }
}
