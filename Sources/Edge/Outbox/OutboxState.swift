import Storage

/// Which letter is where, and what is to be done next; without a disk or a broker.
///
/// A letter is added to `waiting`, the line in memory. From there it is sent, or, when it cannot be sent, written to the
/// disk, and from there read into `fetched` and sent. What is sent is a flight until the broker confirms it. The order is
/// kept: nothing is sent from `waiting` while anything before it is on the disk, and one order to the disk is under way
/// at a time.
///
/// `Ticket` names a message that the broker has not confirmed.
struct OutboxState<Ticket: Hashable> {
    typealias Instant = ContinuousClock.Instant

    /// How the disk does.
    enum Disk {
        /// It is not known yet what is on it.
        case opening
        case ready
        /// It takes nothing, until it is tried again then; reading may work.
        case failing(canRead: Bool, retryAt: Instant)
    }

    /// A letter that was sent and is not confirmed.
    struct Flight {
        let sequence: Int64
        let size: Int
        /// The letter itself; nil when it is on the disk.
        var letter: Letter?
    }

    /// An order that is under way.
    struct Work {
        var removals: [ClosedRange<Int64>] = []
        /// Letters that were waiting.
        var letters: [Letter] = []
        /// Sequences of flights that are written down as well.
        var copies: [Int64] = []
        /// True when all that was on the disk before had been read.
        var followsReading = false
        var isReading = false
        var isWriting = false
    }

    let limits: OutboxLimits
    /// The sequence of the next letter.
    var nextSequence: Int64
    /// Letters from here on have not waited: they came in this turn.
    var freshFrom: Int64
    var waiting = Fifo<Letter>()
    var waitingBytes = 0
    var fetched = Fifo<Letter>()
    var flights: [Ticket: Flight] = [:]
    var flightBytes = 0
    /// Flights that are not on the disk.
    var looseFlights = 0
    var removals = Removals()
    var work: Work?
    var disk = Disk.opening
    var inventory = OutboxInventory()
    /// What was read from the disk so far.
    var readThrough = Int64.min
    var rate: DrainRate
    /// True while letters may be sent.
    private(set) var isUp = false
    /// True once no more is to be taken from the disk.
    private(set) var isClosing = false
    var lastOrderAt: Instant
    var nextExpiryAt: Instant
    /// Letters that were dropped for want of room or for age.
    var dropped = 0

    /// Begins with a disk that is being opened.
    init(firstSequence: Int64, rate: Int, limits: OutboxLimits, now: Instant) {
        self.limits = limits
        nextSequence = firstSequence
        freshFrom = firstSequence
        self.rate = DrainRate(perSecond: rate, now: now)
        lastOrderAt = now
        nextExpiryAt = now
    }

    // MARK: what happens

    /// Takes a letter; returns those that are dropped for it, the oldest first.
    mutating func add(_ letter: Letter) -> [Letter] {
        nextSequence = max(nextSequence, letter.sequence + 1)
        let isBehind = hasBacklog || waiting.first.map { $0.sequence < freshFrom } ?? false
        if isBehind { rate.arrived() }
        waiting.append(letter)
        waitingBytes += letter.size
        return dropExcess()
    }

    /// Letters may be sent from now on.
    mutating func resume(now: Instant) {
        isUp = true
        rate.reset(now: now)
    }

    /// Letters cannot be sent for now.
    mutating func pause() { isUp = false }

    /// No more is taken from the disk, and all that is in memory is written down.
    mutating func close() { isClosing = true }

    /// What was added so far has had its chance to be sent at once.
    mutating func endTurn() { freshFrom = nextSequence }

    // MARK: what there is

    /// True when letters that were not sent are on the disk, or on their way there or back.
    var hasBacklog: Bool { hasUnread || !fetched.isEmpty || work.map { !$0.letters.isEmpty } ?? false }

    /// True when the disk has letters that were not read; a disk that cannot be read has none for now.
    var hasUnread: Bool {
        switch disk {
        case .opening: true
        case .failing(canRead: false, _): false
        case .ready, .failing(canRead: true, _): inventory.last.map { $0 > readThrough } ?? false
        }
    }

    /// True when nothing would be lost if the process ended now.
    var isSafe: Bool { waiting.isEmpty && looseFlights == 0 && work == nil }

    /// True when no letter before this sequence would be lost if the process ended now.
    func isSafe(before sequence: Int64) -> Bool {
        let inMemory = [waiting.first, work?.letters.first].compactMap { $0?.sequence }
        guard inMemory.allSatisfy({ $0 >= sequence }) else { return false }
        return looseFlights == 0 || !flights.values.contains { $0.letter != nil && $0.sequence < sequence }
    }

    /// Letters that wait, on the disk and in memory.
    var messages: Int { max(0, inventory.messages - removals.count) + waiting.count + (work?.letters.count ?? 0) }

    /// Why the disk is of no use is known to whoever told; this says that it is.
    var isFailing: Bool { if case .failing = disk { true } else { false } }

    private mutating func dropExcess() -> [Letter] {
        var gone: [Letter] = []
        while waitingBytes > limits.memory, waiting.count > 1, let oldest = waiting.popFirst() {
            waitingBytes -= oldest.size
            gone.append(oldest)
        }
        dropped += gone.count
        return gone
    }

    /// Puts letters that could not be written back to where they came from; returns those that are dropped for it.
    mutating func putBack(_ letters: [Letter]) -> [Letter] {
        waiting.prepend(letters)
        waitingBytes += letters.reduce(0) { $0 + $1.size }
        return dropExcess()
    }
}
