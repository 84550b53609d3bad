/// How far back a series is asked for.
package enum SeriesSpan: String, Sendable, CaseIterable {
    /// A point a second.
    case quarter = "15m"
    /// A point a minute: the mean of its seconds.
    case day = "24h"

    /// Seconds from one point to the next.
    package var step: Int { self == .quarter ? 1 : 60 }
    /// Most points.
    package var points: Int { self == .quarter ? 900 : 1440 }
}
