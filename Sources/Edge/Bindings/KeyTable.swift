/// Values by key, at most so many: the least recently used one makes room for a new one.
///
/// O(1).
struct KeyTable<Value> {
    /// Where a value lies, and whose it is: a slot is given to another key once its own is gone.
    struct Place: Equatable {
        let slot: Int
        let generation: Int
    }

    private struct Entry {
        var key: [UInt8]
        var value: Value
        var generation: Int
        var newer: Int
        var older: Int
    }

    /// Most keys.
    let limit: Int
    private var slots: [[UInt8]: Int] = [:]
    private var entries: [Entry] = []
    private var newest = -1
    private var oldest = -1

    /// Makes an empty one; a `limit` below 1 counts as 1.
    init(limit: Int) { self.limit = max(1, limit) }

    /// How many keys there are.
    var count: Int { entries.count }

    /// The place that the next new key would take from another one; nil while there is room.
    var nextEvicted: Place? {
        entries.count < limit ? nil : Place(slot: oldest, generation: entries[oldest].generation)
    }

    /// The place of a key, which is the most recently used one from now on; nil when it has none.
    mutating func find(_ key: [UInt8]) -> Place? {
        guard let slot = slots[key] else { return nil }
        if slot != newest {
            unlink(slot)
            link(slot)
        }
        return Place(slot: slot, generation: entries[slot].generation)
    }

    /// Gives a new key a place, and returns what had to make room.
    mutating func insert(_ key: [UInt8], _ value: Value) -> (place: Place, evicted: Value?) {
        guard entries.count >= limit else {
            let slot = entries.count
            entries.append(Entry(key: key, value: value, generation: 0, newer: -1, older: -1))
            slots[key] = slot
            link(slot)
            return (Place(slot: slot, generation: 0), nil)
        }
        let slot = oldest
        unlink(slot)
        let evicted = entries[slot].value
        slots[entries[slot].key] = nil
        let generation = entries[slot].generation + 1
        entries[slot] = Entry(key: key, value: value, generation: generation, newer: -1, older: -1)
        slots[key] = slot
        link(slot)
        return (Place(slot: slot, generation: generation), evicted)
    }

    /// True while the key that was given a place still has it.
    func holds(_ place: Place) -> Bool { entries[place.slot].generation == place.generation }

    /// The value in a slot.
    subscript(slot: Int) -> Value {
        get { entries[slot].value }
        _modify { yield &entries[slot].value }
    }

    /// The places of all keys, the least recently used one first.
    var places: [Place] {
        var places: [Place] = []
        var slot = oldest
        while slot >= 0 {
            places.append(Place(slot: slot, generation: entries[slot].generation))
            slot = entries[slot].newer
        }
        return places
    }

    /// The places of the keys that were used last, the latest first, at most so many.
    func newest(_ count: Int) -> [Place] {
        var places: [Place] = []
        var slot = newest
        while slot >= 0, places.count < count {
            places.append(Place(slot: slot, generation: entries[slot].generation))
            slot = entries[slot].older
        }
        return places
    }

    private mutating func link(_ slot: Int) {
        entries[slot].older = newest
        entries[slot].newer = -1
        if newest >= 0 { entries[newest].newer = slot } else { oldest = slot }
        newest = slot
    }

    private mutating func unlink(_ slot: Int) {
        let (newer, older) = (entries[slot].newer, entries[slot].older)
        if newer >= 0 { entries[newer].older = older } else { newest = older }
        if older >= 0 { entries[older].newer = newer } else { oldest = newer }
    }
}
