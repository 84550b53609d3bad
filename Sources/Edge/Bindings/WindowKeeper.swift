import Anomaly
import Crypto
import Dispatch
import Logging
import MQTT
import Storage
import Telemetry

/// Keeps the windows of bindings through a restart: it saves what has changed, a slice at a time, on a thread of its own.
final class WindowKeeper {
    /// Most keys in a transaction: writing them as bytes takes the loop about a millisecond.
    static let slice = 512

    private let bindings: [HostedBinding]
    private let names: [Name]
    private let judge: Judge
    private let database: StateDatabase
    private let limit: Int
    private let interval: Duration
    private let clock: WallClock
    private let logger: Logger
    private let queue = DispatchQueue(label: "marram windows")
    private let completions: Mailbox<StorageError?>
    private var writer = StateWriter()
    private var isWriting = false
    private var isSaving = false
    private var hasReported = false
    /// When the next saving begins.
    private(set) var nextAt: ContinuousClock.Instant

    init(
        _ bindings: Bindings,
        settings: Settings,
        database: StateDatabase,
        completions: Mailbox<StorageError?>,
        clock: WallClock,
        logger: Logger
    ) {
        self.bindings = bindings.running
        names = bindings.names
        judge = bindings.judge
        self.database = database
        self.completions = completions
        self.clock = clock
        self.logger = logger
        limit = settings.limits.keysPerBinding
        interval = settings.stateInterval
        nextAt = .now + interval
    }

    /// Takes up the windows that earlier sessions have saved.
    func restore(wasUnclean: Bool) {
        do throws(StorageError) {
            try database.keepWindows(of: names.map(\.description))
            for binding in bindings { try restore(binding, wasUnclean: wasUnclean) }
        } catch {
            logger.error("windows cannot be restored; they begin anew", metadata: ["reason": "\(error)"])
        }
    }

    /// Saves what has changed when it is time; to be called in every turn.
    func tick(now: ContinuousClock.Instant) {
        for error in completions.drain() {
            isWriting = false
            if let error { report(error) }
        }
        if now >= nextAt {
            isSaving = true
            nextAt = now + interval
        }
        guard isSaving, !isWriting else { return }
        guard let (binding, windows) = nextSlice() else {
            isSaving = false
            return
        }
        isWriting = true
        queue.async { [database, limit, completions] in
            completions.post(Self.write(windows, of: binding, to: database, limit: limit))
        }
    }

    /// Saves all that has changed, and waits until it is on the disk.
    func finish() {
        queue.sync {}
        while let (binding, windows) = nextSlice() {
            if let error = Self.write(windows, of: binding, to: database, limit: limit) { return report(error) }
        }
    }

    // MARK: saving

    private static func write(
        _ windows: [SavedWindow],
        of binding: String,
        to database: StateDatabase,
        limit: Int
    ) -> StorageError? {
        do throws(StorageError) {
            try database.save(windows, of: binding, limit: limit)
            return nil
        } catch {
            return error
        }
    }

    private func nextSlice() -> (binding: String, windows: [SavedWindow])? {
        guard let binding = bindings.first(where: { !$0.changed.isEmpty }) else { return nil }
        let now = clock.now()
        var windows: [SavedWindow] = []
        let places = binding.changed.suffix(Self.slice)
        for place in places where binding.keys.holds(place) {
            binding.keys[place.slot].isChanged = false
            writer.removeAll()
            binding.keys[place.slot].save(to: &writer, now: now)
            windows.append(SavedWindow(key: binding.keys[place.slot].key, state: writer.bytes))
        }
        binding.changed.removeLast(places.count)
        return (binding.name.description, windows)
    }

    /// Said once; it is tried again at every interval.
    private func report(_ error: StorageError) {
        guard !hasReported else { return }
        hasReported = true
        logger.error(
            "windows cannot be saved; after a restart they begin anew",
            metadata: ["reason": "\(error)"]
        )
    }

    // MARK: restoring

    private func restore(_ binding: HostedBinding, wasUnclean: Bool) throws(StorageError) {
        let (saved, loss) = try database.openWindows(
            of: binding.name.description,
            form: binding.fit.form,
            wasUnclean: wasUnclean,
            limit: limit
        )
        if let loss {
            tell(loss, of: binding)
            for window in saved {
                guard let state = KeyState.remains(key: window.key, from: window.state, fit: binding.fit) else {
                    continue
                }
                judge.end(state, of: binding)
            }
            return
        }
        guard !saved.isEmpty else { return }
        let now = clock.now()
        var (tooOld, unreadable) = (0, 0)
        for window in saved {
            switch KeyState.restore(key: window.key, from: window.state, fit: binding.fit, now: now) {
            case .state(let state): adopt(state, binding)
            case .tooOld(let state):
                tooOld += 1
                guard state.monitor.episode != nil else { continue }
                judge.end(state, of: binding)
                // What is saved of it must not end the episode once more.
                binding.change(binding.keys.insert(window.key, KeyState(key: window.key, fit: binding.fit)).place)
            case .unreadable: unreadable += 1
            }
        }
        logger.info(
            "windows restored",
            metadata: [
                "binding": "\(binding.name)", "keys": "\(binding.keys.count)", "too_old": "\(tooOld)",
                "unreadable": "\(unreadable)",
            ]
        )
    }

    private func adopt(_ state: KeyState, _ binding: HostedBinding) {
        let place = binding.keys.insert(state.key, state).place
        guard state.monitor.episode != nil else { return }
        if binding.fit.rule == nil {
            judge.end(state, of: binding)
            binding.keys[place.slot].monitor = AnomalyMonitor()
            binding.change(place)
        } else {
            binding.statistics.open += 1
        }
    }

    private func tell(_ loss: WindowLoss, of binding: HostedBinding) {
        let reason =
            switch loss {
            case .otherForm: "they belong to another model, other fields or another window"
            case .suspected: "they were in use whenever the program died of late"
            }
        logger.warning("saved windows dropped", metadata: ["binding": "\(binding.name)", "reason": "\(reason)"])
    }
}

extension FittedBinding {
    /// What saved state depends on: model, fields and window.
    var form: [UInt8] {
        var hasher = SHA256Hasher()
        hasher.update(fingerprint)
        let fields = settings.plan.fields.map { "\($0.path) \($0.offset) \($0.scale)" }.joined(separator: "\n")
        let shape = window.map { "\($0.size)" } ?? "none"
        hasher.update(Array("\(version)\n\(input)\n\(shape)\n\(fields)".utf8))
        return hasher.finish().bytes
    }
}
