import Anomaly
import Cryptography
import Dispatch
import Logging
import MQTT
import Storage
import Telemetry

/// Keeps the windows of bindings through a restart: it saves what has changed, a slice at a time, on a thread of its own.
final class WindowKeeper {
    /// Most keys in a transaction: writing them as bytes takes the loop about a millisecond.
    static let sliceLimit = 512

    private let bindings: Bindings
    private let judge: Judge
    private let database: StateDatabase
    private let outbox: Outbox
    private let limit: Int
    private let interval: Duration
    private let clock: WallClock
    private let logger: Logger
    private let queue = DispatchQueue(label: "marram windows")
    private let completions: Mailbox<Completion>
    private var writer = StateWriter()
    /// What is on its way to the disk.
    private var slice: Slice?
    private var isWriting = false
    private var isSaving = false
    private var hasReported = false
    /// Whether the last session ended without a word.
    private var wasUnclean = false
    /// When the next saving begins.
    private(set) var nextAt: ContinuousClock.Instant

    init(
        _ bindings: Bindings,
        settings: Settings,
        database: StateDatabase,
        completions: Mailbox<Completion>,
        outbox: Outbox,
        clock: WallClock,
        logger: Logger
    ) {
        self.bindings = bindings
        judge = bindings.judge
        self.database = database
        self.outbox = outbox
        self.completions = completions
        self.clock = clock
        self.logger = logger
        limit = settings.limits.keysPerBinding
        interval = settings.stateInterval
        nextAt = .now + interval
    }

    /// Takes up the windows that earlier sessions have saved.
    func restore(wasUnclean: Bool) {
        self.wasUnclean = wasUnclean
        do throws(StorageError) {
            try database.keepWindows(of: bindings.names.map(\.description))
            for binding in bindings.running { try restoreWindows(of: binding) }
        } catch {
            logger.error("windows cannot be restored; they begin anew", metadata: ["reason": "\(error)"])
        }
    }

    /// Takes up the windows of a binding that runs only now.
    func restore(_ binding: HostedBinding) {
        do throws(StorageError) {
            try restoreWindows(of: binding)
        } catch {
            logger.error("windows cannot be restored; they begin anew", metadata: ["reason": "\(error)"])
        }
    }

    /// Notes that a binding's windows belong to another model from now on.
    func formHasChanged(of binding: HostedBinding) {
        queue.async { [database, completions, name = binding.name.description, form = binding.active.fit.form] in
            do throws(StorageError) {
                try database.changeForm(of: name, to: form)
            } catch {
                completions.post(.form(error))
            }
        }
    }

    /// Saves what has changed when it is time; to be called in every turn, after the outbox.
    ///
    /// State is written once all that was said up to then is safe: what is behind it would not be said again after a
    /// crash, since the telemetry that comes again is then a duplicate.
    func tick(now: ContinuousClock.Instant) {
        takeCompletions()
        if now >= nextAt {
            isSaving = true
            nextAt = now + interval
        }
        if slice == nil {
            slice = nextSlice(urgent: true)
            if slice == nil, isSaving {
                slice = nextSlice(urgent: false)
                isSaving = slice != nil
            }
        }
        guard let slice, !isWriting, outbox.isSafe(before: slice.mark) else { return }
        isWriting = true
        queue.async { [database, limit, completions, saved = slice.saved] in
            completions.post(.slice(Self.write(saved, to: database, limit: limit)))
        }
    }

    /// Saves all that has changed, and waits until it is on the disk.
    func finish() {
        queue.sync {}
        takeCompletions()
        while let next = slice ?? nextSlice(urgent: true) ?? nextSlice(urgent: false) {
            slice = next
            let error = Self.write(next.saved, to: database, limit: limit)
            written(error)
            if error != nil { return }
        }
    }

    // MARK: saving

    /// What has been done on the thread beside the loop.
    enum Completion: Sendable {
        /// The slice is on the disk, or why it is not.
        case slice(StorageError?)
        /// A form could not be noted.
        case form(StorageError)
    }

    /// Windows of one binding, as bytes.
    private struct Saved: Sendable {
        let binding: String
        var windows: [SavedWindow] = []
        let isUrgent: Bool
    }

    /// What is written in one transaction.
    private struct Slice {
        let binding: HostedBinding
        var saved: Saved
        var places: [KeyTable<KeyState>.Place] = []
        /// Where the outbox was.
        let mark: Int64
        var holds: [SharedHold] = []
    }

    private static func write(_ saved: Saved, to database: StateDatabase, limit: Int) -> StorageError? {
        do throws(StorageError) {
            try database.save(saved.windows, of: saved.binding, limit: limit, isUrgent: saved.isUrgent)
            return nil
        } catch {
            return error
        }
    }

    private func takeCompletions() {
        for completion in completions.drain() {
            switch completion {
            case .slice(let error): written(error)
            case .form(let error): report(error)
            }
        }
    }

    private func written(_ error: StorageError?) {
        isWriting = false
        guard let slice else { return }
        self.slice = nil
        slice.holds.forEach { $0.release() }
        guard let error else { return }
        for place in slice.places where slice.binding.keys.holds(place) { slice.binding.change(place) }
        isSaving = false
        report(error)
    }

    private func nextSlice(urgent: Bool) -> Slice? {
        for binding in bindings.running where urgent ? binding.isUrgent : !binding.changed.isEmpty {
            let slice = urgent ? urgentSlice(binding) : slice(binding, &binding.changed, urgent: false)
            if !slice.places.isEmpty || !slice.holds.isEmpty { return slice }
        }
        return nil
    }

    private func urgentSlice(_ binding: HostedBinding) -> Slice {
        var slice = slice(binding, &binding.urgent, urgent: true)
        guard binding.urgent.isEmpty else { return slice }
        swap(&slice.holds, &binding.urgentHolds)
        return slice
    }

    /// Takes keys out of a list, but for those with windows that wait: what is saved of them would be ahead of what is
    /// said of them.
    private func slice(
        _ binding: HostedBinding,
        _ places: inout [KeyTable<KeyState>.Place],
        urgent: Bool
    ) -> Slice {
        let saved = Saved(binding: binding.name.description, isUrgent: urgent)
        var slice = Slice(binding: binding, saved: saved, mark: outbox.mark)
        let (now, underWay) = (clock.now(), binding.slotsUnderWay)
        var waiting: [KeyTable<KeyState>.Place] = []
        while slice.places.count < Self.sliceLimit, let place = places.popLast() {
            guard binding.keys.holds(place) else { continue }
            guard !underWay.contains(place.slot) else {
                waiting.append(place)
                continue
            }
            slice.places.append(place)
            if urgent {
                binding.keys[place.slot].isUrgent = false
            } else {
                binding.keys[place.slot].isChanged = false
            }
            writer.removeAll()
            binding.keys[place.slot].save(to: &writer, now: now)
            slice.saved.windows.append(SavedWindow(key: binding.keys[place.slot].key, state: writer.bytes))
        }
        places.append(contentsOf: waiting)
        return slice
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

    private func restoreWindows(of binding: HostedBinding) throws(StorageError) {
        let (saved, loss) = try database.openWindows(
            of: binding.name.description,
            form: binding.active.fit.form,
            wasUnclean: wasUnclean,
            limit: limit
        )
        if let loss {
            tell(loss, of: binding)
            for window in saved {
                guard let state = KeyState.remains(key: window.key, from: window.state, fit: binding.active.fit) else {
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
            switch KeyState.restore(key: window.key, from: window.state, fit: binding.active.fit, now: now) {
            case .state(let state): adopt(state, binding)
            case .tooOld(let state):
                tooOld += 1
                guard state.monitor.episode != nil else { continue }
                endOnce(state, binding)
            case .unreadable:
                unreadable += 1
                // A candidate's windows may have had another size.
                guard
                    let state = KeyState.remains(
                        key: window.key,
                        from: window.state,
                        fit: binding.active.fit
                    )
                else { continue }
                endOnce(state, binding)
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

    /// Ends an episode, and lets the key begin anew.
    private func endOnce(_ state: KeyState, _ binding: HostedBinding) {
        judge.end(state, of: binding)
        // What is saved of it must not end the episode once more.
        binding.change(binding.keys.insert(state.key, binding.newState(of: state.key)).place)
    }

    private func adopt(_ restored: KeyState, _ binding: HostedBinding) {
        var state = restored
        state.fit = binding.active.number
        let place = binding.keys.insert(state.key, state).place
        guard state.monitor.episode != nil else { return }
        if binding.active.fit.rule == nil {
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
