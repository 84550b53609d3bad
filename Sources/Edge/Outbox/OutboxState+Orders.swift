import Storage

extension OutboxState {
    /// What came of an order, for those who wait.
    struct Result {
        /// What waited for letters that are on the disk now.
        var safe: [SharedHold] = []
        /// What waited for letters that are dropped.
        var dropped: [SharedHold] = []
        /// How many letters were dropped.
        var droppedCount = 0
    }

    /// The next order to the disk; nil when there is nothing to do, or one is under way.
    ///
    /// `time` is now, in milliseconds since 1970.
    mutating func nextOrder(now: Instant, time: Int64) -> OutboxOrder? {
        guard work == nil else { return nil }
        var order = OutboxOrder(unsent: readThrough == .min ? .min : readThrough + 1)
        if mustOpen(now: now) {
            work = Work()
            return order
        }
        var work = Work()
        let writes = mayWrite(now: now)
        if writes { fill(&order, &work) }
        if wantsToRead {
            work.isReading = true
            order.wanted = (after: readThrough, limit: limits.reading)
        }
        if writes { addChores(&order, &work, now: now, time: time) }
        work.isWriting = order.writes
        guard work.isWriting || work.isReading else { return nil }
        lastOrderAt = now
        self.work = work
        return order
    }

    private func mustOpen(now: Instant) -> Bool {
        switch disk {
        case .opening: true
        case .failing(canRead: false, let retryAt): now >= retryAt
        case .ready, .failing(canRead: true, _): false
        }
    }

    private func mayWrite(now: Instant) -> Bool {
        switch disk {
        case .ready: true
        case .failing(canRead: true, let retryAt): now >= retryAt
        case .opening, .failing(canRead: false, _): false
        }
    }

    private var wantsToRead: Bool { isUp && !isClosing && hasUnread && fetched.count < limits.reading / 2 }

    /// What cannot be sent now is written down: letters that wait, and, while there is no connection, those under way.
    private mutating func fill(_ order: inout OutboxOrder, _ work: inout Work) {
        if !isUp || isClosing, looseFlights > 0 {
            let letters = flights.values.compactMap(\.letter).sorted { $0.sequence < $1.sequence }
            work.copies = letters.map(\.sequence)
            work.followsReading = !hasUnread
            order.additions = letters.map(\.stored)
        }
        while order.additions.count < limits.batch, let letter = waiting.popFirst() {
            waitingBytes -= letter.size
            work.letters.append(letter)
            order.additions.append(letter.stored)
        }
    }

    /// Removals and the look at the letters' age; they go along with other work, or wait until they are worth it.
    private mutating func addChores(_ order: inout OutboxOrder, _ work: inout Work, now: Instant, time: Int64) {
        let isDue = removals.count >= limits.removalBatch || now >= lastOrderAt + limits.removalDelay
        if removals.count > 0, order.writes || isDue || isClosing || !hasBacklog {
            work.removals = removals.take()
            order.removals = work.removals
        }
        if now >= nextExpiryAt, inventory.messages > 0 {
            nextExpiryAt = now + limits.expiryInterval
            order.expiry = time - limits.maximumAge.milliseconds
        }
        if isFailing { order.probes = true }
    }

    /// The disk is open and holds this; what is under way is its first order.
    mutating func opened(_ inventory: OutboxInventory) {
        self.inventory = inventory
        disk = .ready
    }

    /// The order under way is done, or could only be read.
    mutating func carriedOut(_ outcome: OutboxOutcome, now: Instant) -> Result {
        inventory = outcome.inventory
        dropped += outcome.dropped
        var result = Result(droppedCount: outcome.dropped)
        guard let work else { return result }
        self.work = nil
        if outcome.failure == nil {
            if work.isWriting { disk = .ready }
            result.safe = work.letters.compactMap(\.hold) + land(work)
        } else {
            disk = .failing(canRead: true, retryAt: now + limits.retry)
            takeBack(work, &result)
        }
        if work.isReading { take(outcome.messages) }
        return result
    }

    /// The disk cannot even be read.
    mutating func failed(now: Instant) -> Result {
        disk = .failing(canRead: false, retryAt: now + limits.retry)
        var result = Result()
        if let work { takeBack(work, &result) }
        work = nil
        return result
    }

    private mutating func takeBack(_ work: Work, _ result: inout Result) {
        removals.putBack(work.removals)
        let gone = putBack(work.letters)
        result.droppedCount += gone.count
        result.dropped = gone.compactMap(\.hold)
    }

    /// Flights whose copies are on the disk now are safe; the copies of those that have landed meanwhile are removed.
    private mutating func land(_ work: Work) -> [SharedHold] {
        guard let last = work.copies.last else { return [] }
        if work.followsReading { readThrough = max(readThrough, last) }
        var safe: [SharedHold] = []
        var landed = Set(work.copies)
        for (ticket, flight) in flights where landed.remove(flight.sequence) != nil {
            if let hold = flight.letter?.hold { safe.append(hold) }
            flights[ticket]?.letter = nil
            looseFlights -= 1
        }
        for sequence in landed.sorted() { removals.insert(sequence) }
        return safe
    }

    /// Letters that were read, but for those that are under way or have arrived.
    private mutating func take(_ messages: [StoredMessage]) {
        guard let last = messages.last else {
            // Nothing is left behind the place that was read to, whatever the count says.
            readThrough = max(readThrough, inventory.last ?? readThrough)
            return
        }
        readThrough = last.sequence
        let underWay = Set(flights.values.map(\.sequence))
        for message in messages where !underWay.contains(message.sequence) && !removals.contains(message.sequence) {
            if let letter = Letter(message) { fetched.append(letter) } else { removals.insert(message.sequence) }
        }
    }

    /// When the disk has something to do again; nil: not before something happens.
    func orderDeadline(now: Instant) -> Instant? {
        guard work == nil else { return nil }
        if case .opening = disk { return now }
        if wantsToRead { return now }
        if case .failing(_, let retryAt) = disk { return retryAt }
        let removal = removals.count > 0 ? lastOrderAt + limits.removalDelay : nil
        let expiry = inventory.messages > 0 ? nextExpiryAt : nil
        return [removal, expiry].compactMap(\.self).min()
    }
}

extension Duration {
    /// Whole milliseconds.
    fileprivate var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
