import Console
import Foundation
import Release

/// Writes what happens line by line to standard error, for the log of a CI job.
///
/// `@unchecked Sendable`: `told` is only touched while `lock` is held.
final class LineJournal: ReleaseJournal, @unchecked Sendable {
    /// How long something is silent at most.
    private static let pause = Duration.seconds(10)

    private let lock = NSLock()
    private let write: @Sendable (String) -> Void
    private let now: @Sendable () -> ContinuousClock.Instant
    private var told: [String: ContinuousClock.Instant] = [:]

    init(
        write: @escaping @Sendable (String) -> Void = { StandardStreams.write($0, to: STDERR_FILENO) },
        now: @escaping @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
    ) {
        self.write = write
        self.now = now
    }

    func note(_ event: ReleaseEvent) {
        switch event {
        case .step(let subject, let text): write("\(subject): \(text)\n")
        case .warning(let subject, let text): write("warning: \(subject): \(text)\n")
        case .progress(let subject, let text, let done, let total):
            guard isDue("\(subject) \(text)", isLast: done >= total) else { return }
            write("\(subject): \(text) \(ByteCount.text(done)) of \(ByteCount.text(total))\n")
        }
    }

    private func isDue(_ key: String, isLast: Bool) -> Bool {
        lock.withLock {
            let now = now()
            if isLast {
                told[key] = nil
                return true
            }
            guard let last = told[key] else {
                told[key] = now
                return false
            }
            guard now - last >= Self.pause else { return false }
            told[key] = now
            return true
        }
    }
}
