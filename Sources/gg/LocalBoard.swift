import Console
import Foundation
import Release

/// Shows states live: on a terminal a line a component that is redrawn, elsewhere a line a change.
///
/// `@unchecked Sendable`: `drawn` is only touched while `lock` is held.
final class LocalBoard: @unchecked Sendable {
    private let isJSON: Bool
    private let isTerminal: Bool
    private let lock = NSLock()
    private var drawn = 0

    init(isJSON: Bool) {
        self.isJSON = isJSON
        let environment = ProcessInfo.processInfo.environment
        isTerminal = !isJSON && isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb" && environment["CI"] == nil
    }

    func show(_ news: LocalNews) {
        lock.withLock {
            switch news {
            case .warning(let subject, let text):
                StandardStreams.write("warning: \(subject): \(text)\n", to: STDERR_FILENO)
                drawn = 0
            case .changed(let entry, let status):
                if isTerminal { draw(status) } else { write(entry) }
            }
        }
    }

    /// Leaves what was drawn where it stands.
    func close() { lock.withLock { drawn = 0 } }

    private func write(_ entry: LocalStatus.Entry) {
        guard isJSON else { return StandardStreams.write(LocalTable.line(entry) + "\n", to: STDOUT_FILENO) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let line = try? encoder.encode(entry) else { return }
        StandardStreams.write(String(decoding: line, as: UTF8.self) + "\n", to: STDOUT_FILENO)
    }

    private func draw(_ status: LocalStatus) {
        var text = drawn > 0 ? "\u{1B}[\(drawn)A" : ""
        for entry in status.components {
            let line = LocalTable.line(entry).unicodeScalars.map { $0.value < 32 ? " " : $0 }
            text += "\r\u{1B}[K" + String(String.UnicodeScalarView(line)).prefix(width) + "\n"
        }
        drawn = status.components.count
        StandardStreams.write(text, to: STDOUT_FILENO)
    }

    /// A line that wraps could not be redrawn.
    private var width: Int {
        var size = winsize()
        guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 79 }
        return Int(size.ws_col) - 1
    }
}
