import Storage

extension OutboxState {
    /// Something that is to be sent now.
    struct Departure {
        let letter: Letter
        /// True when it is on the disk.
        let isStored: Bool
        /// True when it has waited.
        let isReplayed: Bool
    }

    /// Takes the next letter to send; nil when none may leave now.
    ///
    /// Whoever takes it calls `departed` or `refused`.
    mutating func nextDeparture(now: Instant) -> Departure? {
        guard isUp, flights.count < limits.flights, flightBytes < limits.flightBytes else { return nil }
        if !fetched.isEmpty {
            guard !isClosing, rate.take(now: now), let letter = fetched.popFirst() else { return nil }
            return Departure(letter: letter, isStored: true, isReplayed: true)
        }
        guard !hasBacklog, let next = waiting.first else { return nil }
        let isFresh = next.sequence >= freshFrom
        guard isFresh || rate.take(now: now), let letter = waiting.popFirst() else { return nil }
        waitingBytes -= letter.size
        return Departure(letter: letter, isStored: false, isReplayed: !isFresh)
    }

    /// A letter is on its way under a name.
    mutating func departed(_ departure: Departure, as ticket: Ticket) {
        let letter = departure.letter
        let size = letter.size
        flights[ticket] = Flight(sequence: letter.sequence, size: size, letter: departure.isStored ? nil : letter)
        flightBytes += size
        if !departure.isStored { looseFlights += 1 }
    }

    /// A letter cannot be sent, ever; returns what waited for it.
    mutating func refused(_ departure: Departure) -> SharedHold? {
        if departure.isStored { removals.insert(departure.letter.sequence) }
        return departure.letter.hold
    }

    /// The broker has spoken of a letter, which is done with; false when it was none of ours, else what waited for it.
    mutating func settle(_ ticket: Ticket) -> (isOurs: Bool, hold: SharedHold?) {
        guard let flight = flights.removeValue(forKey: ticket) else { return (false, nil) }
        flightBytes -= flight.size
        guard let letter = flight.letter else {
            removals.insert(flight.sequence)
            return (true, nil)
        }
        looseFlights -= 1
        return (true, letter.hold)
    }

    /// When letters that may not leave yet are due; nil when nothing waits for that alone.
    func departureDeadline(now: Instant) -> Instant? {
        guard isUp, !isClosing, flights.count < limits.flights, flightBytes < limits.flightBytes else { return nil }
        guard !fetched.isEmpty || (!hasBacklog && !waiting.isEmpty) else { return nil }
        return rate.nextAt(now: now)
    }
}
