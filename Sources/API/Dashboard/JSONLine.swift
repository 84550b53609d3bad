import Foundation

/// JSON of our own types, on one line.
enum JSONLine {
    /// The bytes of a value, keys in order.
    ///
    /// Our own types hold no number that JSON lacks, so it cannot fail.
    static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return Array(try encoder.encode(value))
        } catch {
            preconditionFailure("a document of ours cannot be written as JSON: \(error)")
        }
    }
}
