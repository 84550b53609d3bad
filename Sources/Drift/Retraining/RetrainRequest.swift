/// A request for a new model.
public struct RetrainRequest: Sendable, Hashable, Codable {
    /// What has become of it.
    public enum Progress: String, Sendable, Codable, CaseIterable {
        /// It is to be told, or its answer is not known; telling it again does no harm.
        case requested
        /// Somebody trains.
        case accepted
        /// A new model came of it.
        case completed
        /// It was refused or its training failed.
        case failed
    }

    /// `drift__<model>__<digest of the events>`: equal for equal drifts, so that a second request is known as the first.
    public let id: String
    /// The model.
    public let model: String
    /// The version that is to be replaced.
    public let modelVersion: String
    /// The events that led to it, sorted.
    public let driftEventIDs: [String]
    /// The first row to train on.
    public let earliestRow: Int
    /// How many new rows there were.
    public let newRows: Int
    /// When it was made, microseconds since 1970.
    public let time: Int64
    /// What has become of it.
    public internal(set) var progress: Progress
}
