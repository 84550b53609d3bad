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

    /// The bytes that it counts for: its own, and what a row takes beside them.
    public var size: Int { document.count + topic.utf8.count + Self.overhead }

    /// Measured: a page of 4096 bytes holds rows of `document + topic + 48` bytes or fewer.
    static let overhead = 48
}
