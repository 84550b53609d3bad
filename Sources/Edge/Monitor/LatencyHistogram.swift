/// Counts of durations in buckets an eighth of a power of two wide: quantiles within 13 %, in 2.2 KB, without allocating.
struct LatencyHistogram: Sendable, Equatable {
    private static let steps = 8
    /// Up to 2^33 us: more than two hours.
    private static let bucketCount = 34 * steps

    private(set) var count = 0
    /// All durations together, in whole microseconds.
    private(set) var sum = 0
    private var buckets = [UInt64](repeating: 0, count: bucketCount)

    /// Adds a duration.
    mutating func record(_ duration: Duration) {
        let microseconds = duration.microseconds
        count += 1
        sum &+= microseconds
        buckets[Self.bucket(of: microseconds)] += 1
    }

    /// The duration below which the share `quantile` (0 to 1) of all lies, in microseconds; nil while there are none.
    func quantile(_ quantile: Double) -> Int? {
        guard count > 0 else { return nil }
        let wanted = UInt64(max(1, (Double(count) * quantile).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, number) in buckets.enumerated() {
            seen += number
            if seen >= wanted { return Self.upperEdge(of: bucket) }
        }
        return nil
    }

    /// What was recorded after `earlier`, an earlier copy of this.
    func subtracting(_ earlier: LatencyHistogram) -> LatencyHistogram {
        var rest = self
        rest.count -= earlier.count
        rest.sum &-= earlier.sum
        for bucket in rest.buckets.indices {
            rest.buckets[bucket] -= min(earlier.buckets[bucket], rest.buckets[bucket])
        }
        return rest
    }

    /// What was recorded in both.
    func adding(_ other: LatencyHistogram) -> LatencyHistogram {
        var all = self
        all.count += other.count
        all.sum &+= other.sum
        for bucket in all.buckets.indices { all.buckets[bucket] += other.buckets[bucket] }
        return all
    }

    /// How many were below each of some bounds, in microseconds and rising; exact for powers of two.
    func counts(below bounds: [Int]) -> [Int] {
        var counts: [Int] = []
        var bucket = 0
        var seen: UInt64 = 0
        for bound in bounds {
            while bucket < buckets.count, Self.upperEdge(of: bucket) < bound {
                seen += buckets[bucket]
                bucket += 1
            }
            counts.append(Int(seen))
        }
        return counts
    }

    private static func bucket(of microseconds: Int) -> Int {
        guard microseconds >= steps else { return max(0, microseconds) }
        let exponent = Int.bitWidth - 1 - microseconds.leadingZeroBitCount
        let step = (microseconds >> (exponent - 3)) & (steps - 1)
        return min((exponent - 2) * steps + step, bucketCount - 1)
    }

    private static func upperEdge(of bucket: Int) -> Int {
        guard bucket >= steps else { return bucket }
        let exponent = bucket / steps + 2
        return ((steps + bucket % steps + 1) << (exponent - 3)) - 1
    }
}

extension Duration {
    /// Whole microseconds.
    var microseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1_000_000 + Int(attoseconds / 1_000_000_000_000)
    }
}
