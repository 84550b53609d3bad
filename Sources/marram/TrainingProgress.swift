import Foundation
import Training

/// Shows on standard error how far a training is: a bar on a terminal, plain lines elsewhere.
struct TrainingProgress {
    private static let width = 30
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
        // Back to the line's beginning; what is longer there is erased.
        write("\r[\(bar)] \(Self.text(report))\u{1B}[K")
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
