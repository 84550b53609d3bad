/// A message that waits in the outbox.
public struct StoredMessage: Sendable, Hashable {
    /// Its place in the order of all messages; a later one has a higher number.
    public let sequence: Int64
    /// When it was made: milliseconds since 1970-01-01T00:00:00Z.
    public let time: Int64
    /// What it is; a number of the caller's.
    public let kind: Int
    /// Where it goes.
    public let topic: String
    /// What it says.
    public let document: [UInt8]

    /// Makes a message.
    public init(sequence: Int64, time: Int64, kind: Int, topic: String, document: [UInt8]) {
        self.sequence = sequence
        self.time = time
        self.kind = kind
        self.topic = topic
        self.document = document
    }

    /// The bytes that it takes on the disk, to within a tenth.
    ///
    /// A page holds whole rows; a row that is longer leaves a part there and fills pages of its own with the rest
    /// (SQLite's file format, section 1.6, for pages of 4096 bytes).
    public var size: Int {
        let row = document.count + topic.utf8.count + Self.overhead
        guard row > Self.page else { return Self.page / (Self.page / row) }
        let remainder = Self.leastPart + (row - Self.leastPart) % Self.continuation
        let part = remainder <= Self.page ? remainder : Self.leastPart
        let pages = (row - part + Self.continuation - 1) / Self.continuation
        return Self.page / (Self.page / part) + pages * 4096
    }

    /// What a row takes beside topic and document.
    private static let overhead = 40
    /// What rows have of a page.
    private static let page = 4060
    /// What a long row leaves in its page at least.
    private static let leastPart = 489
    /// What a page of its own holds of a long row.
    private static let continuation = 4092
}
