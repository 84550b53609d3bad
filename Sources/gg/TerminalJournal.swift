import Console
import Foundation
import Release

/// Shows what happens on a terminal: lines for what is done, and below them a bar with rate and time left.
///
/// `@unchecked Sendable`: everything that changes is only touched while `lock` is held.
final class TerminalJournal: ReleaseJournal, @unchecked Sendable {
    private static let width = 20
    private static let pause = Duration.milliseconds(100)

    private struct Course {
        let began: ContinuousClock.Instant
        let first: Int
    }

    private let lock = NSLock()
    private let write: @Sendable (String) -> Void
    private let columns: @Sendable () -> Int
    private let now: @Sendable () -> ContinuousClock.Instant
    private var courses: [String: Course] = [:]
    private var shown: ContinuousClock.Instant?

    init(
        write: @escaping @Sendable (String) -> Void = { StandardStreams.write($0, to: STDERR_FILENO) },
        columns: @escaping @Sendable () -> Int = { TerminalJournal.terminalColumns },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.write = write
        self.columns = columns
        self.now = now
    }

    func note(_ event: ReleaseEvent) {
        lock.withLock {
            switch event {
            case .step(let subject, let text): line("\(subject): \(text)")
            case .warning(let subject, let text): line("warning: \(subject): \(text)")
            case .progress(let subject, let text, let done, let total): show(subject, text, done, total)
            }
        }
    }

    private func line(_ text: String) { write("\r\u{1B}[K\(text)\n") }

    private func show(_ subject: String, _ text: String, _ done: Int, _ total: Int) {
        let key = "\(subject) \(text)"
        let time = now()
        let course = courses[key] ?? Course(began: time, first: done)
        courses[key] = course
        if done >= total {
            courses[key] = nil
            line("\(subject): \(text) \(ByteCount.text(total))")
            return
        }
        if let shown, time - shown < Self.pause { return }
        shown = time
        let filled = Int(Double(Self.width) * Double(done) / Double(max(1, total)))
        let bar = String(repeating: "#", count: filled) + String(repeating: " ", count: Self.width - filled)
        let state = "\(ByteCount.text(done)) of \(ByteCount.text(total))\(Self.pace(course, done, total, time))"
        // Back to the line's beginning; a line that wrapped could not be written over.
        write("\r" + "[\(bar)] \(key) \(state)".prefix(max(1, columns() - 1)) + "\u{1B}[K")
    }

    private static func pace(_ course: Course, _ done: Int, _ total: Int, _ now: ContinuousClock.Instant) -> String {
        let seconds = (now - course.began) / .seconds(1)
        guard seconds >= 0.5, done > course.first else { return "" }
        let rate = Double(done - course.first) / seconds
        let left = Int((Double(total - done) / rate).rounded(.up))
        let time = left < 60 ? "\(left) s" : "\(left / 60) min \(left % 60) s"
        return ", \(ByteCount.text(Int(rate)))/s, \(time) left"
    }

    /// The terminal's columns; 80 where it does not tell.
    static var terminalColumns: Int {
        var size = winsize()
        // The call fills the structure, which outlives it.
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }
}
