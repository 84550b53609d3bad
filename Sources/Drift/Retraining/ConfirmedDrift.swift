/// A drift that was told.
public struct ConfirmedDrift: Sendable, Hashable, Codable {
    /// The identifier of the event that told it.
    public let eventID: String
    /// The first row, counted as the rows for training are, that may be after the change.
    public let earliestRow: Int

    /// Names a drift.
    public init(eventID: String, earliestRow: Int) {
        self.eventID = eventID
        self.earliestRow = earliestRow
    }
}
