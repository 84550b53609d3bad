/// What a program writes, line by line, bounded: control characters are blanks, empty lines are left out.
public struct OutputLines {
    /// What there is to show.
    public enum Line: Sendable, Hashable {
        /// A line, its end cut off where it is too long.
        case text(String)
        /// More lines came than are shown, which is this many; told once.
        case tooMany(Int)
    }

    /// Bytes of a line that are shown.
    private static let width = 1000
    /// Lines that are kept.
    private static let tail = 10

    private let most: Int
    private var line: [UInt8] = []
    private var count = 0
    /// The last lines, 10 at most.
    public private(set) var last: [String] = []

    /// Begins; `most` lines are shown.
    public init(most: Int = 2000) { self.most = most }

    /// Takes what was written, and shows the lines that are complete.
    public mutating func take(_ bytes: some Sequence<UInt8>, show: (Line) -> Void) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                end(show)
            } else if line.count < Self.width {
                line.append(byte)
            }
        }
    }

    /// Shows the line that has no end.
    public mutating func finish(show: (Line) -> Void) { end(show) }

    private mutating func end(_ show: (Line) -> Void) {
        guard !line.isEmpty else { return }
        var text = ""
        for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            text.unicodeScalars.append(isControl ? " " : scalar)
        }
        line.removeAll(keepingCapacity: true)
        count += 1
        last.append(text)
        if last.count > Self.tail { last.removeFirst() }
        if count <= most { show(.text(text)) }
        if count == most + 1 { show(.tooMany(most)) }
    }
}
