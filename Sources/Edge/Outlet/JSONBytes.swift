import Foundation

/// JSON of our own messages that are not on the hot path.
enum JSONBytes {
    /// The bytes of a value, keys in order.
    ///
    /// Our own types hold no number that JSON lacks, so it cannot fail.
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("a message of ours cannot be written as JSON: \(error)")
        }
    }
}

extension FormatStyle where Self == Date.ISO8601FormatStyle {
    /// RFC 3339 with milliseconds, in UTC.
    static var iso8601Milliseconds: Date.ISO8601FormatStyle {
        Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    }
}
