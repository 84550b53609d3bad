/// The latest values of a line that never ends; O(1) per value.
package struct Ring<Element: Sendable>: Sendable {
    /// Most values that are kept.
    package let limit: Int
    private var slots: [Element] = []
    private var next = 0

    /// Makes an empty one; a `limit` below 1 counts as 1.
    package init(limit: Int) { self.limit = max(1, limit) }

    /// How many are kept.
    package var count: Int { slots.count }

    /// Adds a value; the oldest goes where there is no room.
    package mutating func append(_ element: Element) {
        if slots.count < limit {
            slots.append(element)
        } else {
            slots[next] = element
        }
        next = next + 1 == limit ? 0 : next + 1
    }

    /// All that are kept, the oldest first.
    package var elements: [Element] {
        slots.count < limit ? slots : Array(slots[next...] + slots[..<next])
    }
}
