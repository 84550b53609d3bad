import Foundation
import Glibc
import Sandbox

/// Looks at, and talks to, what runs in a folder.
public struct LocalControl: Sendable {
    private let folder: LocalFolder
    private static let look = Duration.milliseconds(50)
    /// How long a component must have gone on to count as up.
    private static let proof: Duration = .seconds(2)

    /// Names a folder.
    public init(_ folder: LocalFolder) { self.folder = folder }

    /// What runs, or has run last; nil where nothing ever did.
    ///
    /// - Throws: `input`: the file is none that this program writes.
    public func status() throws(ReleaseError) -> LocalStatus? {
        guard let bytes = LocalFolder.read(folder.state) else { return nil }
        guard let status = try? JSONDecoder().decode(LocalStatus.self, from: Data(bytes)), status.format == 1 else {
            throw ReleaseError(.input, "\(folder.state) is no state that this version writes; remove it")
        }
        return status
    }

    /// True while a supervisor runs.
    public var isRunning: Bool { LocalLock.isTaken(folder) }

    /// Ends everything and waits for it; returns false where nothing ran.
    ///
    /// A supervisor that was killed has left nothing, unless its guards were killed with it: that is ended too.
    /// - Throws: `input`; `timeout`: it did not end within `limit`.
    public func end(limit: Duration) throws(ReleaseError) -> Bool {
        guard isRunning else { return (endRemains() ?? 0) > 0 }
        guard let supervisor = try supervisor() else { return true }
        supervisor.signal(SIGTERM)
        guard supervisor.waitForEnd(atMost: limit) else {
            throw ReleaseError(
                .timeout,
                "process \(supervisor.identifier) has not ended within \(LocalWords.duration(limit)); try again, or kill it: "
                    + "what it runs ends with it"
            )
        }
        return true
    }

    /// Ends some components and waits for it; returns false where nothing runs.
    ///
    /// - Throws: `input`: one that is none; `timeout`.
    public func end(_ words: [String], limit: Duration) throws(ReleaseError) -> Bool {
        guard isRunning, let supervisor = try supervisor(), let status = try status() else { return false }
        var names: Set<String> = []
        for word in words { names.insert(try Self.find(word, status).name) }
        guard let wish = try? JSONEncoder().encode(names.sorted()) else { return false }
        try folder.write(Array(wish), to: "\(folder.wishes)/\(getpid()).json")
        supervisor.signal(SIGUSR1)
        let clock = ContinuousClock()
        let deadline = clock.now + limit
        while try !areStopped(names), !supervisor.waitForEnd(atMost: Self.look) {
            guard clock.now < deadline else {
                throw ReleaseError(.timeout, "they have not ended within \(LocalWords.duration(limit)); try again")
            }
        }
        return true
    }

    /// Waits until all components are running, finished or broken, and have stayed so for two seconds, or the supervisor
    /// has ended; returns what they do.
    ///
    /// A program that ends as soon as it has begun is not up.
    public func settled(_ hasEnded: (Duration) -> Bool, by supervisor: Int32) throws(ReleaseError) -> LocalStatus? {
        let clock = ContinuousClock()
        var steady: (components: [LocalStatus.Entry], since: ContinuousClock.Instant)?
        while true {
            let isOver = hasEnded(Self.look)
            if let status = try status(), status.supervisor.identifier == supervisor, status.isSettled {
                if steady?.components != status.components { steady = (status.components, clock.now) }
                if let steady, clock.now - steady.since >= Self.proof { return status }
            } else {
                steady = nil
            }
            if isOver { return nil }
        }
    }

    /// Kills what a supervisor that is gone has left; returns how many processes, nil where nothing ever ran.
    func endRemains() -> Int? {
        guard let status = try? status(), !status.supervisor.isThere || status.supervisor == .current else {
            return nil
        }
        return status.components.flatMap(\.guards).reduce(0) { $0 + $1.endSession() }
    }

    /// The component of a word.
    public static func find(_ word: String, _ status: LocalStatus) throws(ReleaseError) -> LocalStatus.Entry {
        let entries = status.components
        if let entry = entries.first(where: { $0.handle == word }) ?? entries.first(where: { $0.name == word }) {
            return entry
        }
        let known = entries.map(\.handle).joined(separator: ", ")
        throw ReleaseError(.input, "there is no component '\(word)' here; there are \(known)")
    }

    private func areStopped(_ names: Set<String>) throws(ReleaseError) -> Bool {
        guard let status = try status() else { return true }
        return status.components.allSatisfy { entry in
            !names.contains(entry.name)
                || entry.guards.isEmpty && [.new, .installed, .finished, .broken].contains(entry.state)
        }
    }

    /// The process that runs in the folder; nil where it has just ended.
    private func supervisor() throws(ReleaseError) -> ProcessIdentity? {
        while isRunning {
            if let supervisor = try status()?.supervisor, supervisor.isThere { return supervisor }
            // It has the lock, and has not written its state yet.
            _ = usleep(20_000)
        }
        return nil
    }
}
