/// What a node says of itself once a second.
package struct BoardTick: Sendable {
    /// Seconds since 1970.
    package let second: Int
    /// RFC 3339 with milliseconds.
    package let time: String
    package let state: NodeState
    /// What goes into the series, by name; what is not finite is not known.
    package let values: [String: Double]
    package let scores: [BindingScores]

    /// Makes one.
    ///
    /// - Parameters:
    ///   - second: seconds since 1970.
    ///   - time: the same, RFC 3339 with milliseconds.
    ///   - state: how the node stands.
    ///   - values: numbers for the series, by name.
    ///   - scores: how keys stand, of bindings with a rule for anomalies.
    package init(second: Int, time: String, state: NodeState, values: [String: Double], scores: [BindingScores]) {
        self.second = second
        self.time = time
        self.state = state
        self.values = values
        self.scores = scores
    }
}
