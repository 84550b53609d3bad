import Foundation
import Logging
import MQTT
import Storage

/// Keeps the rows of bindings on the disk, on a thread of its own: once a second, and when there are many.
final class RowJournals: Sendable {
    /// Longest wait for the disk when the process is to stop.
    private static let patience = DispatchTimeInterval.seconds(5)

    private let journals: [Name: RowJournal]
    private let folder: RetrainingFolder
    private let limit: Int
    private let disk: RowDisk
    private let interval: DispatchTimeInterval
    private let logger: Logger
    private let arrived: DispatchSemaphore
    private let ended = DispatchSemaphore(value: 0)
    private let isEnding = Guarded(false)
    private let isStarted = Guarded(false)

    /// Makes the journals of some bindings; nothing is on the disk before `start`.
    ///
    /// - Parameters:
    ///   - bindings: The bindings, by their name.
    ///   - folder: Where the rows are.
    ///   - limit: The most bytes of each binding.
    ///   - learnsFromAnomalies: True: rows of open episodes count as any other.
    ///   - interval: Time between two writings.
    ///   - disk: What takes the bytes.
    ///   - logger: Is told once of each binding what keeps its rows from the disk.
    init(
        _ bindings: [Name: RowForm],
        folder: RetrainingFolder,
        limit: Int,
        learnsFromAnomalies: Bool = false,
        interval: DispatchTimeInterval = .seconds(1),
        disk: RowDisk = .system,
        logger: Logger
    ) {
        let arrived = DispatchSemaphore(value: 0)
        self.arrived = arrived
        journals = Dictionary(
            uniqueKeysWithValues: bindings.map { name, form in
                (
                    name,
                    RowJournal(binding: name, form: form, learnsFromAnomalies: learnsFromAnomalies) { arrived.signal() }
                )
            }
        )
        self.folder = folder
        self.limit = limit
        self.interval = interval
        self.disk = disk
        self.logger = logger
    }

    /// The journal of a binding; nil: its rows are not kept.
    func journal(of binding: Name) -> RowJournal? { journals[binding] }

    /// Removes the rows of bindings that are configured no more, and begins.
    func start() {
        isStarted.withLock { $0 = true }
        let thread = Thread { [self] in
            work()
            ended.signal()
        }
        thread.name = "marram rows"
        thread.start()
    }

    /// Ends the thread once what is there is on its way to the disk, and waits some seconds for that.
    func stop() {
        guard isStarted.withLock({ $0 }) else { return }
        isEnding.withLock { $0 = true }
        arrived.signal()
        guard ended.wait(timeout: .now() + Self.patience) == .timedOut else { return }
        logger.warning("the disk does not take the last rows; the program ends without waiting for it")
    }

    // MARK: the thread

    /// What the thread knows of a binding.
    private struct Ring {
        let journal: RowJournal
        var ring: RowRing?
        var hasReported = false
    }

    private func work() {
        removeOthers()
        var rings = journals.values.map { Ring(journal: $0) }
        var isLast = false
        while !isLast {
            _ = arrived.wait(timeout: .now() + interval)
            isLast = isEnding.withLock { $0 }
            for index in rings.indices { write(&rings[index]) }
        }
    }

    private func removeOthers() {
        do throws(StorageError) {
            try RowRing.keep(Set(journals.keys.map(RetrainingFolder.rowsName)), in: folder.rows)
        } catch {
            logger.warning("rows of bindings that are gone cannot be removed", metadata: ["reason": "\(error)"])
        }
    }

    private func write(_ ring: inout Ring) {
        let journal = ring.journal
        for block in journal.take() {
            do throws(StorageError) {
                let open: RowRing
                if let found = ring.ring {
                    open = found
                } else {
                    open = try RowRing(
                        folder: folder.rows(of: journal.binding),
                        form: journal.form,
                        limit: limit,
                        disk: disk
                    )
                }
                ring.ring = open
                try open.write(block)
            } catch {
                journal.drop(block.count)
                report(error, &ring)
            }
        }
    }

    private func report(_ error: StorageError, _ ring: inout Ring) {
        guard !ring.hasReported else { return }
        ring.hasReported = true
        logger.error(
            "rows cannot be kept for retraining; serving goes on without",
            metadata: ["binding": "\(ring.journal.binding)", "reason": "\(error)"]
        )
    }
}
