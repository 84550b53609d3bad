/// Shows a command's output line by line, bounded.
struct CommandLines {
    /// Lines that are shown.
    private static let most = 2000
    /// Bytes of a line that are shown.
    private static let width = 1000
    /// Lines that an error ends with.
    private static let tail = 10

    private let subject: String
    private let journal: any ReleaseJournal
    private var line: [UInt8] = []
    private var count = 0
    /// The last lines.
    private(set) var last: [String] = []

    init(subject: String, journal: any ReleaseJournal) {
        self.subject = subject
        self.journal = journal
    }

    /// Takes what was written.
    mutating func take(_ bytes: [UInt8]) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                show()
            } else if line.count < Self.width {
                line.append(byte)
            }
        }
    }

    /// Shows the line that has no end.
    mutating func finish() { show() }

    private mutating func show() {
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
        if count <= Self.most { journal.note(.step(subject: subject, text: text)) }
        if count == Self.most + 1 {
            journal.note(
                .warning(subject: subject, text: "more than \(Self.most) lines of output; the rest is not shown")
            )
        }
    }
}
