/// The latest of everything that a board has, taken at once.
package struct BoardMoment: Sendable {
    /// Rises by one with each tick.
    package let sequence: Int
    /// Seconds since 1970 of the tick.
    package let second: Int
    /// RFC 3339.
    package let time: String
    package let state: NodeState
    /// The series' values of the tick.
    package let values: [String: Double]
}
