import Foundation
import Sandbox

/// Runs components on this machine: it starts and stops them, keeps their output, and writes what they do to `state.json`.
///
/// One thread runs it; any thread may ask it to stop.
public final class LocalSupervisor {
    /// How another thread, or a signal, asks for something.
    ///
    /// `@unchecked Sendable`: `wish` is only touched while `lock` is held.
    public final class Remote: @unchecked Sendable {
        struct Wish {
            var isStop = false
            var hasMail = false
        }

        let line: WakeLine
        private let lock = NSLock()
        private var wish = Wish()

        init() throws(SandboxError) { line = try WakeLine() }

        /// Asks for the end of everything.
        public func stop() { ask { $0.isStop = true } }

        /// Asks to look for wishes that were left in the folder.
        public func readMail() { ask { $0.hasMail = true } }

        private func ask(_ change: (inout Wish) -> Void) {
            lock.withLock { change(&wish) }
            line.wake()
        }

        func take() -> Wish {
            lock.withLock {
                defer { wish = Wish() }
                return wish
            }
        }
    }

    private struct Key: Hashable {
        let name: String
        let step: LocalStep
    }

    /// What asks it to stop.
    public let remote: Remote
    private let folder: LocalFolder
    private let settings: LocalSettings
    private let tell: @Sendable (LocalNews) -> Void
    private let lock: LocalLock
    private let clock = ContinuousClock()
    private let beginning: ContinuousClock.Instant

    private var runs: [String: LocalRun] = [:]
    private var fleet: LocalFleet
    private var processes: [Key: GuardedProcess] = [:]
    private var logs: [String: LocalLog] = [:]
    private var status: LocalStatus
    private var isTold = true
    private var told: Set<String> = []
    private var pending: [LocalEvent] = []

    /// Takes the folder's lock, ends what a supervisor that was killed has left, and prepares the components.
    ///
    /// - Parameters:
    ///   - sources: reads the components that there are.
    ///   - words: handles or names of those that are wanted; none: all.
    ///   - folder: where everything is kept.
    ///   - settings: how they are run.
    ///   - tell: takes what happens, on the thread that runs it.
    /// - Throws: `input`: what is wrong with the components, or that others run in the folder; `command`.
    public init(
        _ sources: () throws(ReleaseError) -> [LocalSource],
        _ words: [String],
        folder: LocalFolder,
        settings: LocalSettings,
        tell: @escaping @Sendable (LocalNews) -> Void
    ) throws(ReleaseError) {
        lock = try LocalLock(folder)
        if let count = LocalControl(folder).endRemains(), count > 0 {
            tell(.warning(subject: "local", text: "\(count) processes that a killed supervisor had left were ended"))
        }
        self.folder = folder
        self.settings = settings
        self.tell = tell
        beginning = clock.now
        do {
            remote = try Remote()
        } catch {
            throw ReleaseError(.input, error.message)
        }
        let prepared = try LocalPreparation(folder: folder, settings: settings, tell: tell).prepare(
            try sources(),
            words
        )
        guard !prepared.isEmpty else { throw ReleaseError(.input, "there are no components; add one") }
        fleet = try LocalFleet(prepared.map { $0.member(settings) }, backoff: settings.backoff)
        guard let identity = ProcessIdentity.current else {
            throw ReleaseError(.input, "/proc cannot be read; mount it")
        }
        status = LocalStatus(supervisor: identity, isSettled: false, components: [])
        for run in prepared {
            runs[run.component.name] = run
            logs[run.component.name] = LocalLog(folder.log(run.component.name))
            status.components.append(run.entry(at: Self.now))
        }
        try write()
    }

    /// Runs the components until none is wanted any more; returns true where one was given up.
    public func run() throws(ReleaseError) -> Bool {
        try receive(.tick)
        while !fleet.isOver {
            let now = clock.now - beginning
            remote.line.wait(for: Array(processes.values), atMost: fleet.nextDeadline.map { $0 - now })
            let wish = remote.take()
            if wish.hasMail { for names in readMail() { try receive(.unwanted(names)) } }
            if wish.isStop { try receive(.unwanted(nil)) }
            for key in processes.keys { try look(after: key) }
            try receive(.tick)
        }
        try write()
        return fleet.hasBroken
    }

    // MARK: Events

    private func look(after key: Key) throws(ReleaseError) {
        guard let process = processes[key] else { return }
        copyOutput(of: process, key.name, pieces: 16)
        for report in process.reports() {
            switch report {
            case .started(let identifier): isStarted(key, identifier)
            case .refused(let reason): try receive(.refused(key.name, key.step, reason))
            case .ended(let cause): try receive(.ended(key.name, key.step, cause))
            case .gone:
                // Nobody is left who writes, so that this comes to an end.
                copyOutput(of: process, key.name, pieces: .max)
                processes[key] = nil
                change(key.name) { entry in
                    // One that was killed has left what it should have ended.
                    for left in entry.guards where left.identifier == process.guardIdentifier { left.endSession() }
                    entry.guards.removeAll { $0.identifier == process.guardIdentifier }
                    if entry.guards.isEmpty { entry.process = nil }
                }
                try receive(.gone(key.name, key.step))
            }
        }
    }

    private func copyOutput(of process: GuardedProcess, _ name: String, pieces: Int) {
        for _ in 0..<pieces {
            let bytes = process.written(atMost: 64 << 10)
            if bytes.isEmpty { return }
            logs[name]?.append(bytes)
        }
    }

    private func isStarted(_ key: Key, _ identifier: Int32) {
        guard key.step != .shutdown, key.step != .recover else { return }
        change(key.name) { $0.process = identifier }
    }

    private func receive(_ event: LocalEvent) throws(ReleaseError) {
        pending.append(event)
        while !pending.isEmpty {
            let event = pending.removeFirst()
            for action in fleet.receive(event, at: clock.now - beginning) { perform(action) }
        }
        if status.isSettled != fleet.isSettled { isTold = false }
        if !isTold { try write() }
    }

    // MARK: Actions

    private func perform(_ action: LocalAction) {
        switch action {
        case .start(let name, let step): start(name, step)
        case .terminate(let name, let step): processes[Key(name: name, step: step)]?.signal(SIGTERM)
        case .kill(let name, let step): processes[Key(name: name, step: step)]?.signal(SIGKILL)
        case .tell(let name, let state, let reason):
            change(name) { entry in
                entry.state = state
                entry.reason = reason
                entry.since = Self.now
            }
            status.isSettled = fleet.isSettled
            guard let entry = status.components.first(where: { $0.name == name }) else { return }
            tell(.changed(entry, status))
        }
    }

    private func start(_ name: String, _ step: LocalStep) {
        guard let run = runs[name] else { return }
        do {
            if try run.isSkipped(step, isThere: { FileManager.default.fileExists(atPath: $0) }) {
                pending += [.ended(name, step, .exited(0)), .gone(name, step)]
                return
            }
            let (program, missing) = run.program(step)
            if run.component.scripts[step]?.requiresPrivilege == true, geteuid() != 0 {
                warn(run, "\(step.rawValue) wants root's rights and runs without; start gg as root where it needs them")
            }
            for variable in missing { warn(run, "\(step.rawValue) has \(variable), which stands for nothing here") }
            let process = try GuardedProcess(program, folder: run.work)
            processes[Key(name: name, step: step)] = process
            let identity = ProcessIdentity(of: process.guardIdentifier)
            change(name) { entry in
                if let identity { entry.guards.append(identity) }
            }
        } catch {
            pending.append(.refused(name, step, "\(error)"))
        }
    }

    private func warn(_ run: LocalRun, _ text: String) {
        guard told.insert("\(run.component.name) \(text)").inserted else { return }
        tell(.warning(subject: run.component.handle, text: text))
    }

    // MARK: What is told

    private func change(_ name: String, _ body: (inout LocalStatus.Entry) -> Void) {
        guard let index = status.components.firstIndex(where: { $0.name == name }) else { return }
        body(&status.components[index])
        status.components[index].restarts = fleet.restarts(of: name)
        isTold = false
    }

    private func write() throws(ReleaseError) {
        status.isSettled = fleet.isSettled
        try folder.write(status)
        isTold = true
    }

    /// Which components the wishes in the folder are about, each wish once.
    private func readMail() -> [Set<String>] {
        guard let files = try? LocalFolder.files(of: folder.wishes) else { return [] }
        return files.filter { $0.hasSuffix(".json") }.compactMap { file in
            let path = "\(folder.wishes)/\(file)"
            defer { try? FileManager.default.removeItem(atPath: path) }
            guard let bytes = LocalFolder.read(path, limit: 1 << 20) else { return nil }
            return (try? JSONDecoder().decode([String].self, from: Data(bytes))).map(Set.init)
        }
    }

    private static var now: Int { Int(Date().timeIntervalSince1970) }
}

extension LocalRun {
    fileprivate func member(_ settings: LocalSettings) -> LocalFleet.Member {
        var steps: [LocalStep: Duration?] = [:]
        for (step, script) in component.scripts where !script.text.isEmpty {
            steps.updateValue(script.timeout ?? step.usualTimeout, forKey: step)
        }
        return LocalFleet.Member(
            component.name,
            needs: component.needs,
            steps: steps,
            stopLimit: component.scripts[.shutdown]?.timeout ?? settings.stopLimit
        )
    }

    fileprivate func entry(at now: Int) -> LocalStatus.Entry {
        LocalStatus.Entry(
            handle: component.handle,
            name: component.name,
            version: component.version,
            state: .new,
            reason: nil,
            since: now,
            process: nil,
            restarts: 0,
            guards: []
        )
    }
}

extension LocalFolder {
    func write(_ status: LocalStatus) throws(ReleaseError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        guard let bytes = try? encoder.encode(status) else { return }
        try write(Array(bytes), to: state)
    }
}
