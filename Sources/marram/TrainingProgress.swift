import Foundation
import Training

/// Shows on standard error how far a training is: a bar on a terminal, plain lines elsewhere.
struct TrainingProgress {
    private static let width = 20
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// Shows an epoch; away from a terminal each tenth of them, and the first.
    func show(_ report: EpochReport) {
        guard isTerminal else {
            let every = max(1, report.epochs / 10)
            if report.epoch == 1 || report.epoch.isMultiple(of: every) { write(Self.text(report) + "\n") }
            return
        }
        let filled = Self.width * report.epoch / max(1, report.epochs)
        let bar = String(repeating: "#", count: filled) + String(repeating: " ", count: Self.width - filled)
        // Back to the line's beginning; what is longer there is erased. A line that wrapped could not be written over.
        write("\r" + "[\(bar)] \(Self.text(report))".prefix(Self.columns - 1) + "\u{1B}[K")
    }

    /// The terminal's columns; 80 where it does not tell.
    private static var columns: Int {
        var size = winsize()
        // The call fills the structure, which outlives it.
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 1 else { return 80 }
        return Int(size.ws_col)
    }

    /// Clears the bar.
    func end() {
        if isTerminal { write("\r\u{1B}[K") }
    }

    private static func text(_ report: EpochReport) -> String {
        var text = "epoch \(report.epoch) of \(report.epochs), loss \(String(format: "%.6g", report.trainingLoss))"
        if let validation = report.validationLoss { text += ", validation \(String(format: "%.6g", validation))" }
        return text
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
