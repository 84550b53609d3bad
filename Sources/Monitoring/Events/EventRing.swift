/// The latest events, bounded by number and bytes.
package struct EventRing: Sendable {
    /// Most events.
    package let limit: Int
    /// Most bytes of all of them.
    package let byteLimit: Int
    /// Most bytes of one; a larger one is left out and counted.
    package let eventLimit: Int
    /// Events that were too large.
    package private(set) var refused = 0
    private var slots: [BoardEvent?]
    private var bytes = 0
    /// The number of the oldest one that is kept.
    private var oldest = 1
    /// The number of the latest one; 0 before the first.
    package private(set) var latest = 0

    /// Makes an empty one.
    package init(limit: Int = 1000, byteLimit: Int = 4 << 20, eventLimit: Int = 64 << 10) {
        self.limit = max(1, limit)
        self.byteLimit = byteLimit
        self.eventLimit = eventLimit
        slots = [BoardEvent?](repeating: nil, count: self.limit)
    }

    /// Adds an event and returns its number; nil where it is too large.
    @discardableResult
    package mutating func append(_ document: [UInt8]) -> Int? {
        guard document.count <= min(eventLimit, byteLimit) else {
            refused += 1
            return nil
        }
        latest += 1
        if latest - oldest >= limit { dropOldest() }
        while bytes + document.count > byteLimit { dropOldest() }
        slots[latest % limit] = BoardEvent(number: latest, document: document)
        bytes += document.count
        return latest
    }

    private mutating func dropOldest() {
        bytes -= slots[oldest % limit]?.document.count ?? 0
        slots[oldest % limit] = nil
        oldest += 1
    }

    /// Events after that of a number, the oldest first, and how many after it are not kept any more.
    package func events(after number: Int) -> (events: [BoardEvent], lost: Int) {
        let first = max(number + 1, oldest)
        guard first <= latest else { return ([], 0) }
        return ((first...latest).compactMap { slots[$0 % limit] }, first - max(number, 0) - 1)
    }
}
