/// How many event streams there are, and what they were too slow for.
package struct StreamCounts: Sendable, Equatable {
    package var open = 0
    package var limit = 0
    /// Messages that slow clients missed.
    package var dropped = 0

    /// Makes one of no streams.
    package init() {}
}
