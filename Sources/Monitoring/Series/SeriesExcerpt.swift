/// Points of some series, as `/api/series` gives them.
package struct SeriesExcerpt: Sendable, Equatable, Encodable {
    /// How far back they go.
    package let span: String
    /// Seconds from one point to the next.
    package let step: Int
    /// The time of the last point, seconds since 1970.
    package let end: Int
    /// By name, the oldest first; nil where nothing is known.
    package let series: [String: [Float?]]
}
