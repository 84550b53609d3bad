/// A time on both clocks: how long something takes is told by one, what time of day it is by the other.
public struct Moment: Sendable, Equatable {
    /// Since some moment before this process began anything; never falls, whatever is done to the clock.
    public var monotonic: Duration
    /// Milliseconds since 1970-01-01T00:00:00Z, as the machine's clock has it.
    public var wall: Int64

    /// Makes one of the two readings.
    public init(monotonic: Duration, wall: Int64) {
        self.monotonic = monotonic
        self.wall = wall
    }
}
