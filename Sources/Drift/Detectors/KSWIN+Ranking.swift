extension KSWIN {
    /// The window's values in order, as places in the ring; equal values stand in the order in which they came.
    struct Ranking: Sendable {
        /// Of an entry's bits: an index that can still be drawn, whether the place's value is new, whether it is drawn.
        private static let index: UInt16 = 0x3FFF
        private static let new: UInt16 = 0x4000
        private static let drawn: UInt16 = 0x8000

        private var slots: [UInt16] = []
        private var entries: [UInt16]

        init(capacity: Int) {
            slots.reserveCapacity(capacity)
            entries = [UInt16](repeating: 0, count: capacity)
        }

        mutating func clear() { slots.removeAll(keepingCapacity: true) }

        /// Takes the place of the newest value in: behind all that are not greater.
        mutating func insert(slot: Int, of window: [Double]) {
            let value = window[slot]
            var (low, high) = (0, slots.count)
            while low < high {
                let middle = (low + high) / 2
                if window[Int(slots[middle])] <= value { low = middle + 1 } else { high = middle }
            }
            slots.insert(UInt16(slot), at: low)
        }

        /// Takes the place of the oldest value out: it is the first of its equals.
        mutating func remove(slot: Int, of window: [Double]) {
            let value = window[slot]
            var (low, high) = (0, slots.count)
            while low < high {
                let middle = (low + high) / 2
                if window[Int(slots[middle])] < value { low = middle + 1 } else { high = middle }
            }
            slots.remove(at: low)
        }

        /// Begins with the values of a window.
        mutating func fill(with window: [Double], oldest: Int) {
            clear()
            for step in window.indices { insert(slot: (oldest + step) % window.count, of: window) }
        }

        /// Marks the `count` newest values and draws as many from the rest, as `random.sample` of CPython does.
        mutating func mark(_ count: Int, oldest: Int, from source: inout SampleSource) {
            let rest = entries.count - count
            for index in entries.indices { entries[index] = UInt16(index) }
            for index in rest..<entries.count { entries[place(index, oldest)] |= Self.new }
            guard rest > Self.poolLimit(count) else { return drawFromPool(count, of: rest, oldest, &source) }
            for _ in 0..<count {
                var slot = place(source.below(rest), oldest)
                while entries[slot] & Self.drawn != 0 { slot = place(source.below(rest), oldest) }
                entries[slot] |= Self.drawn
            }
        }

        private mutating func drawFromPool(_ count: Int, of rest: Int, _ oldest: Int, _ source: inout SampleSource) {
            for left in stride(from: rest, to: rest - count, by: -1) {
                let index = source.below(left)
                entries[place(Int(entries[index] & Self.index), oldest)] |= Self.drawn
                entries[index] = (entries[index] & ~Self.index) | (entries[left - 1] & Self.index)
            }
        }

        /// The places whose values were drawn.
        var drawnSlots: [Int] { entries.indices.filter { entries[$0] & Self.drawn != 0 } }

        /// The greatest distance of the two distributions, in n-ths; above 0 where the new values are the lesser.
        func distance(of window: [Double]) -> Int {
            var (sum, most) = (0, 0)
            for rank in slots.indices {
                let entry = entries[Int(slots[rank])]
                sum += Int(entry & Self.new) / Int(Self.new) - Int(entry & Self.drawn) / Int(Self.drawn)
                // Equal values count together.
                if rank + 1 < slots.count, window[Int(slots[rank])] == window[Int(slots[rank + 1])] { continue }
                if sum.magnitude > most.magnitude { most = sum }
            }
            return most
        }

        private func place(_ index: Int, _ oldest: Int) -> Int {
            let place = oldest + index
            return place < entries.count ? place : place - entries.count
        }

        /// Up to so many values CPython draws from a list of them, which takes no more memory than a set of the drawn.
        private static func poolLimit(_ count: Int) -> Int {
            guard count > 5 else { return 21 }
            var power = 1
            while power < 3 * count { power *= 4 }
            return 21 + power
        }
    }
}
