import Sandbox

/// Shows a command's output line by line, bounded.
struct CommandLines {
    private let subject: String
    private let journal: any ReleaseJournal
    private var lines = OutputLines()
    /// The last lines.
    var last: [String] { lines.last }

    init(subject: String, journal: any ReleaseJournal) {
        self.subject = subject
        self.journal = journal
    }

    /// Takes what was written.
    mutating func take(_ bytes: [UInt8]) { lines.take(bytes, show: show) }

    /// Shows the line that has no end.
    mutating func finish() { lines.finish(show: show) }

    private var show: (OutputLines.Line) -> Void {
        { [subject, journal] line in
            switch line {
            case .text(let text): journal.note(.step(subject: subject, text: text))
            case .tooMany(let most):
                journal.note(
                    .warning(subject: subject, text: "more than \(most) lines of output; the rest is not shown")
                )
            }
        }
    }
}
