import Glibc

extension ADWIN {
    /// The sum of 2^row values, and of the squares of their distances from their mean.
    struct Bucket: Sendable {
        var total = 0.0
        var deviation = 0.0
    }

    /// The window as sums: row r has those of 2^r values, oldest first; the highest row is the oldest.
    public struct State: Sendable {
        /// Values in the window.
        var width = 0.0
        /// Their sum.
        var total = 0.0
        /// The sum of the squares of their distances from their mean.
        var deviation = 0.0
        /// Values since the latest scan.
        var tick = 0
        /// The places of a row: the most sums it may have.
        let entriesPerRow: Int
        /// One row after the other, each with all its places.
        var buckets: [Bucket]
        /// The sums in each row.
        var counts: [UInt8] = [0]

        init(entriesPerRow: Int) {
            self.entriesPerRow = entriesPerRow
            buckets = [Bucket](repeating: Bucket(), count: entriesPerRow)
        }

        /// Empties the window; the memory stays.
        mutating func clear() {
            width = 0
            total = 0
            deviation = 0
            tick = 0
            for row in counts.indices { counts[row] = 0 }
        }

        /// Takes a value into the window.
        mutating func insert(_ value: Double) {
            width += 1
            if width > 1 {
                let distance = value - total / (width - 1)
                deviation += (width - 1) * distance * distance / width
            }
            total += value
            var bucket = Bucket(total: value)
            var row = 0
            while row < counts.count, Int(counts[row]) == entriesPerRow {
                bucket = replaceTwoOldest(of: row, by: bucket)
                row += 1
            }
            if row == counts.count { addRow() }
            buckets[row * entriesPerRow + Int(counts[row])] = bucket
            counts[row] += 1
        }

        /// The window has doubled: the only time that an update allocates.
        private mutating func addRow() {
            counts.append(0)
            let needed = counts.count * entriesPerRow
            buckets.reserveCapacity(needed)
            for _ in buckets.count..<needed { buckets.append(Bucket()) }
        }

        /// Takes a sum into a full row and returns the sum of its two oldest, which leave it.
        private mutating func replaceTwoOldest(of row: Int, by newest: Bucket) -> Bucket {
            let start = row * entriesPerRow
            let count = Double(1 << row)
            let (older, newer) = (buckets[start], buckets[start + 1])
            let difference = older.total / count - newer.total / count
            let between = count * 0.5 * difference * difference
            for place in start..<start + entriesPerRow - 2 { buckets[place] = buckets[place + 2] }
            buckets[start + entriesPerRow - 2] = newest
            counts[row] -= 1
            return Bucket(
                total: older.total + newer.total,
                deviation: older.deviation + newer.deviation + between
            )
        }
    }
}

extension ADWIN.State {
    /// The highest row that has a sum; 0 when none has.
    private var highestRow: Int { counts.lastIndex { $0 > 0 } ?? 0 }

    /// Finds the oldest place where the window has two means, with the width and deviation as they are.
    ///
    /// Every operation stands as river evaluates it, the older part's beside the newer's; what is the same for all places
    /// is computed once.
    func findCut(delta: Double, shortest: Double) -> ADWIN.Cut? {
        let logarithm = log(2 * log(width) / delta)
        let variance = deviation / width
        let scaled = 2.0 / 3.0 * logarithm
        var counts = SIMD2(0, width)
        var totals = SIMD2(0, total)
        for row in stride(from: highestRow, through: 0, by: -1) {
            let size = Double(1 << row)
            let start = row * entriesPerRow
            // The newest value of all is not looked at: nothing would be left after it.
            for place in start..<start + Int(self.counts[row]) - (row == 0 ? 1 : 0) {
                let sum = buckets[place].total
                counts += SIMD2(size, -size)
                totals += SIMD2(sum, -sum)
                guard counts.x >= shortest, counts.y >= shortest else { continue }
                let means = totals / counts
                let parts = 1 / (counts - shortest + 1)
                let reciprocals = parts.x + parts.y
                // A radicand below 0 has the root NaN, which nothing exceeds.
                let threshold = (2 * reciprocals * variance * logarithm).squareRoot() + scaled * reciprocals
                let difference = means.x - means.y
                if difference.magnitude > threshold {
                    return ADWIN.Cut(difference: difference, threshold: threshold)
                }
            }
        }
        return nil
    }

    /// Drops the oldest sum.
    mutating func dropOldest() {
        let row = highestRow
        let start = row * entriesPerRow
        let count = Double(1 << row)
        let oldest = buckets[start]
        width -= count
        total -= oldest.total
        let difference = oldest.total / count - total / width
        deviation -= oldest.deviation + count * width * difference * difference / (count + width)
        for place in start..<start + entriesPerRow - 1 { buckets[place] = buckets[place + 1] }
        counts[row] -= 1
    }

    /// Adds up what is left, so that nothing that was rounded away with the dropped values stays behind.
    mutating func sumAnew() {
        var count = 0.0
        total = 0
        deviation = 0
        for row in counts.indices.reversed() {
            let size = Double(1 << row)
            for place in row * entriesPerRow..<row * entriesPerRow + Int(counts[row]) {
                let bucket = buckets[place]
                if count > 0 {
                    let difference = total / count - bucket.total / size
                    deviation += count * size * difference * difference / (count + size)
                }
                deviation += bucket.deviation
                total += bucket.total
                count += size
            }
        }
    }
}
