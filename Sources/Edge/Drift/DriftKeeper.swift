import Dispatch
import Foundation
import Logging
import MQTT
import Storage

/// Keeps what is known of drift through a restart; it is made to bytes and written on a thread of its own.
final class DriftKeeper {
    /// What is saved.
    struct Saving: Sendable {
        let watches: [(name: String, snapshot: DriftSnapshot)]
        let policies: [(name: String, saved: SavedPolicy)]
        /// Orders that may leave once this is on the disk.
        let orders: [RetrainOrder]
    }

    /// What has been done on the other thread.
    struct Completion: Sendable {
        let orders: [RetrainOrder]
        /// Why it is not on the disk; nil: it is.
        let failure: String?
    }

    private let database: StateDatabase
    private let completions: Mailbox<Completion>
    private let logger: Logger
    private let queue = DispatchQueue(label: "marram drift")
    private(set) var isWriting = false
    private var hasReported = false

    init(_ database: StateDatabase, completions: Mailbox<Completion>, logger: Logger) {
        self.database = database
        self.completions = completions
        self.logger = logger
    }

    /// Forgets what belongs to nobody any more.
    func keep(_ names: [String]) {
        do throws(StorageError) {
            try database.keepDriftStates(names)
        } catch {
            logger.warning("old states of drift cannot be removed", metadata: ["reason": "\(error)"])
        }
    }

    /// Reads what was saved under a name; nil: nothing, or nothing that can be read, which is said.
    func restore<Value: Decodable>(_ type: Value.Type, _ name: String) -> Value? {
        do {
            guard let bytes = try database.driftState(name) else { return nil }
            return try JSONDecoder().decode(type, from: Data(bytes))
        } catch {
            logger.warning(
                "what was known of drift cannot be used; it begins anew",
                metadata: ["state": "\(name)", "reason": "\(error)"]
            )
            return nil
        }
    }

    /// Begins to save; not before the last saving has ended.
    func save(_ saving: Saving) {
        isWriting = true
        queue.async { [database, completions] in
            completions.post(Completion(orders: saving.orders, failure: Self.write(saving, to: database)))
        }
    }

    /// Saves, and waits until it is on the disk.
    func finish(_ saving: Saving) {
        queue.sync {}
        if let failure = Self.write(saving, to: database) { report(failure) }
    }

    /// Takes what has been done; orders that may leave, and whether all is on the disk.
    func takeCompletions() -> [Completion] {
        let done = completions.drain()
        guard !done.isEmpty else { return [] }
        isWriting = false
        for completion in done { if let failure = completion.failure { report(failure) } }
        return done
    }

    private static func write(_ saving: Saving, to database: StateDatabase) -> String? {
        do {
            let encoder = JSONEncoder()
            var states: [(name: String, state: [UInt8])] = []
            for (name, snapshot) in saving.watches { states.append((name, Array(try encoder.encode(snapshot)))) }
            for (name, saved) in saving.policies { states.append((name, Array(try encoder.encode(saved)))) }
            if !states.isEmpty { try database.save(driftStates: states) }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Said once; it is tried again at every interval.
    private func report(_ failure: String) {
        guard !hasReported else { return }
        hasReported = true
        logger.error(
            "what is known of drift cannot be saved; after a restart it begins anew",
            metadata: ["reason": "\(failure)"]
        )
    }
}
