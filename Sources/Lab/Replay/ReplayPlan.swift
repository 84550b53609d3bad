public import Telemetry

/// How a CSV file is sent as telemetry.
public struct ReplayPlan: Sendable {
    /// Which time a payload has.
    public enum PayloadTime: Sendable, Equatable {
        /// The row's.
        case file
        /// The one of sending.
        case now
        /// None.
        case none
    }

    /// The file.
    public var path: String
    /// How it is written; the names in the topic's places are columns kept as text.
    public var options: CSVOptions
    /// Where each row goes: `plant/{site}/telemetry` puts the cell of the column `site` in the place.
    public var topic: TopicTemplate
    /// How payloads are written.
    public var style: PayloadStyle
    /// Which time they have; nil: the row's, or the one of sending where the file has none.
    public var time: PayloadTime?
    /// Microseconds between rows; nil: as far apart as their times.
    public var interval: Int64?

    /// Makes a plan.
    public init(
        path: String,
        options: CSVOptions = CSVOptions(),
        topic: TopicTemplate,
        style: PayloadStyle,
        time: PayloadTime? = nil,
        interval: Int64? = nil
    ) {
        self.path = path
        self.options = options
        self.topic = topic
        self.style = style
        self.time = time
        self.interval = interval
    }
}
