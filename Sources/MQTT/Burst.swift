/// Decides which messages of a burst wait for each other, so that they leave in few segments.
///
/// The first one goes out at once, and a message alone costs nothing. From the second on the socket is corked, until the
/// burst ends, enough of them wait, or computing has come between two of them: what is finished does not wait for what
/// is still to be worked out.
struct Burst {
    /// What to do with the socket before a message is written.
    enum Step: Equatable {
        case nothing
        case cork
        case uncork
    }

    /// Messages that follow each other more slowly do not belong together.
    static let pause = Duration.microseconds(200)

    /// Most messages that wait for each other: those who read them are to begin before the last one is written.
    static let limit = 16

    private var isUnderWay = false
    private var previous: ContinuousClock.Instant?
    private var isCorked = false
    private var waiting = 0

    /// Says that messages will follow each other.
    mutating func begin() { isUnderWay = true }

    /// Returns what comes before the next message; `now` is asked for the time only within a burst.
    mutating func next(now: () -> ContinuousClock.Instant) -> Step {
        guard isUnderWay else { return .nothing }
        let now = now()
        let follows = waiting < Self.limit && (previous.map { now - $0 < Self.pause } ?? false)
        previous = now
        waiting = follows ? waiting + 1 : 0
        guard follows != isCorked else { return .nothing }
        isCorked = follows
        return follows ? .cork : .uncork
    }

    /// Ends the burst and returns what lets out the rest of it.
    mutating func end() -> Step {
        let step: Step = isCorked ? .uncork : .nothing
        self = Burst()
        return step
    }
}
