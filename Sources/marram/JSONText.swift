import Foundation

/// JSON for programs.
enum JSONText {
    /// A value on one line, members in order of their names; numbers in it must be finite, see ``JSONNumber``.
    static func line(_ value: some Encodable) throws -> String { try text(value, []) }

    /// A value on several lines.
    static func page(_ value: some Encodable) throws -> String { try text(value, .prettyPrinted) }

    private static func text(_ value: some Encodable, _ more: JSONEncoder.OutputFormatting) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = more.union([.sortedKeys, .withoutEscapingSlashes])
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// A number that is null in JSON where it is not finite.
struct JSONNumber: Encodable {
    private let value: Double

    init(_ value: Double) { self.value = value }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        if value.isFinite { try container.encode(value) } else { try container.encodeNil() }
    }
}
