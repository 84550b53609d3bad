import OpenInference

extension StrictJSON {
    /// An object whose members are sorted by their keys; those without a value are left out.
    package static func sorted(_ members: [String: StrictJSON?]) -> StrictJSON {
        .object(
            members.compactMapValues { $0 }.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: $0.value) }
        )
    }

    /// A whole number.
    package static func whole(_ number: Int64) -> StrictJSON { .number(Double(number), whole: number) }

    /// The text for people: two spaces a level, arrays of plain values on one line, a line break at the end.
    package func pretty() -> [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes, level: 0)
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private var isPlain: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }

    private func append(to bytes: inout [UInt8], level: Int) {
        switch self {
        case .null: bytes.appendRaw("null")
        case .bool(let value): bytes.appendRaw(value ? "true" : "false")
        case .number(let value, let whole): whole.map { bytes.appendNumber(Int($0)) } ?? bytes.appendNumber(value)
        case .string(let text): bytes.appendQuoted(text)
        case .array(let elements) where elements.allSatisfy(\.isPlain) && elements.count <= 8:
            Self.list(elements, "[", "]", separator: ", ", end: "", &bytes) { $1.append(to: &$0, level: level) }
        case .array(let elements):
            Self.list(elements, "[", "]", separator: Self.line(level + 1, ","), end: Self.line(level), &bytes) {
                $1.append(to: &$0, level: level + 1)
            }
        case .object(let members):
            Self.list(members, "{", "}", separator: Self.line(level + 1, ","), end: Self.line(level), &bytes) {
                $0.appendQuoted($1.key)
                $0.appendRaw(": ")
                $1.value.append(to: &$0, level: level + 1)
            }
        }
    }

    private static func line(_ level: Int, _ before: String = "") -> String {
        before + "\n" + String(repeating: "  ", count: level)
    }

    private static func list<Element>(
        _ elements: [Element],
        _ open: String,
        _ close: String,
        separator: String,
        end: String,
        _ bytes: inout [UInt8],
        _ append: (inout [UInt8], Element) -> Void
    ) {
        bytes.appendRaw(open)
        for (index, element) in elements.enumerated() {
            bytes.appendRaw(index > 0 || end.isEmpty ? (index > 0 ? separator : "") : String(separator.dropFirst()))
            append(&bytes, element)
        }
        bytes.appendRaw(elements.isEmpty ? "" : end)
        bytes.appendRaw(close)
    }
}
