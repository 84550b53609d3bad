import Sandbox

extension LocalLife {
    /// What the others mean to it.
    struct Surroundings {
        /// Components that it depends on by HARD and that are not ready.
        var missing: [String]
        /// One that is to come before it is still coming up.
        var hasToWait: Bool
        /// One that uses it is still there.
        var isNeeded: Bool
    }

    /// What is done next, and a word about why.
    struct Next {
        var actions: [LocalAction] = []
        var reason: String?
    }

    private static let preparations: [LocalStep] = [.bootstrap, .install]

    // MARK: What happened

    mutating func ended(_ step: LocalStep, _ cause: ChildEnding.Cause, at now: Duration) -> [LocalAction] {
        guard live.contains(step) else { return [] }
        switch (phase, step) {
        case (.preparing(step), _): return close(Self.outcome(of: step, cause, well: .prepared(step)))
        case (.starting, .startup) where cause == .exited(0):
            phase = .running
            deadline = nil
            return [.tell(name, state, nil)]
        case (.starting, .startup): return close(Self.outcome(of: step, cause, well: .finished))
        case (.running, .run): return close(Self.outcome(of: step, cause, well: .finished))
        case (.shuttingDown, .shutdown), (.recovering, .recover): return [.kill(name, step)]
        default: return []
        }
    }

    mutating func gone(_ step: LocalStep) -> [LocalAction] {
        guard live.remove(step) != nil else { return [] }
        switch (phase, step) {
        case (.preparing(step), _), (.starting, .startup), (.running, .run):
            return close(.failed("\(step.rawValue) was killed together with its guard"))
        default: return []
        }
    }

    mutating func refused(_ step: LocalStep, _ reason: String) -> [LocalAction] {
        live.remove(step)
        switch phase {
        // They are not what the component is for; it goes on without.
        case .shuttingDown, .recovering: return []
        case .terminating, .closing: return []
        default: return close(.failed(reason))
        }
    }

    private static func outcome(of step: LocalStep, _ cause: ChildEnding.Cause, well: Outcome) -> Outcome {
        cause == .exited(0) ? well : .failed("\(step.rawValue) ended: \(cause)")
    }

    private mutating func close(_ outcome: Outcome) -> [LocalAction] {
        phase = .closing(outcome)
        deadline = nil
        return live.sorted { $0.rawValue < $1.rawValue }.map { .kill(name, $0) }
    }

    // MARK: What is done next

    mutating func next(_ around: Surroundings, at now: Duration, backoff: Duration) -> Next {
        switch phase {
        case .new: return isWanted ? prepare(at: now) : Next()
        case .installed: return installed(around, at: now)
        case .preparing(let step): return preparing(step, around, at: now)
        case .starting, .running: return serving(around, at: now)
        case .shuttingDown: return shuttingDown(at: now)
        case .terminating: return terminating(at: now)
        case .closing(let outcome): return live.isEmpty ? closed(outcome, at: now, backoff: backoff) : Next()
        case .recovering: return recovering(at: now)
        case .errored: return errored(around, at: now)
        case .finished, .broken: return Next()
        }
    }

    private mutating func begin(_ step: LocalStep, _ phase: Phase, at now: Duration) -> Next {
        self.phase = phase
        let limit = steps[step].flatMap { $0 }
        deadline = limit.map { now + $0 }
        live.insert(step)
        return Next(actions: [.start(name, step)])
    }

    /// Begins the first preparation, or the one after `done`.
    private mutating func prepare(after done: LocalStep? = nil, at now: Duration) -> Next {
        let left = done == .bootstrap ? [LocalStep.install] : done == .install ? [] : Self.preparations
        if let step = left.first(where: { steps[$0] != nil }) { return begin(step, .preparing(step), at: now) }
        isInstalled = true
        phase = .installed
        deadline = nil
        return Next()
    }

    private mutating func installed(_ around: Surroundings, at now: Duration) -> Next {
        guard isWanted, around.missing.isEmpty, !around.hasToWait else { return Next() }
        if steps[.startup] != nil { return begin(.startup, .starting, at: now) }
        if steps[.run] != nil { return begin(.run, .running, at: now) }
        phase = .finished
        return Next()
    }

    private mutating func preparing(_ step: LocalStep, _ around: Surroundings, at now: Duration) -> Next {
        if !isWanted { return Next(actions: close(.stopped)) }
        return isLate(now) ? late(step) : Next()
    }

    private mutating func serving(_ around: Surroundings, at now: Duration) -> Next {
        let isUnwanted = !isWanted || !around.missing.isEmpty
        if isUnwanted, !around.isNeeded {
            return stop(isWanted ? "\(around.missing.joined(separator: ", ")) is not running" : nil, at: now)
        }
        return isLate(now) ? late(phase == .starting ? .startup : .run) : Next()
    }

    private mutating func stop(_ reason: String?, at now: Duration) -> Next {
        var next =
            steps[.shutdown] != nil && phase == .running
            ? begin(.shutdown, .shuttingDown, at: now) : terminate(at: now)
        next.reason = reason
        return next
    }

    private mutating func shuttingDown(at now: Duration) -> Next {
        if !live.contains(.shutdown) { return terminate(at: now) }
        guard isLate(now) else { return Next() }
        deadline = nil
        return Next(actions: [.kill(name, .shutdown)], reason: "shutdown took too long")
    }

    private mutating func terminate(at now: Duration) -> Next {
        phase = .terminating
        deadline = now + stopLimit
        return Next(actions: live.sorted { $0.rawValue < $1.rawValue }.map { .terminate(name, $0) })
    }

    private mutating func terminating(at now: Duration) -> Next {
        if live.isEmpty { return rest() }
        guard isLate(now) else { return Next() }
        return Next(actions: close(.stopped), reason: "it did not end when asked to, and is killed")
    }

    private mutating func closed(_ outcome: Outcome, at now: Duration, backoff: Duration) -> Next {
        switch outcome {
        case .prepared(let step): return isWanted ? prepare(after: step, at: now) : rest()
        case .finished:
            phase = .finished
            deadline = nil
            return Next()
        case .recovered: return pause()
        case .stopped: return rest()
        case .failed(let reason): return failed(reason, at: now, backoff: backoff)
        }
    }

    private mutating func failed(_ reason: String, at now: Duration, backoff: Duration) -> Next {
        failures = failures.filter { now - $0 < LocalFleet.window } + [now]
        guard failures.count < LocalFleet.patience else {
            phase = .broken
            deadline = nil
            return Next(reason: "\(reason); \(failures.count) failures within an hour")
        }
        retryAt = now + backoff * (1 << (failures.count - 1))
        guard isWanted, steps[.recover] != nil else {
            var next = pause()
            next.reason = reason
            return next
        }
        var next = begin(.recover, .recovering, at: now)
        next.reason = reason
        return next
    }

    private mutating func recovering(at now: Duration) -> Next {
        if !live.contains(.recover) { return pause() }
        guard !isWanted || isLate(now) else { return Next() }
        return Next(actions: close(.recovered))
    }

    /// Waits for its next attempt.
    private mutating func pause() -> Next {
        phase = .errored
        deadline = retryAt
        return Next()
    }

    private mutating func errored(_ around: Surroundings, at now: Duration) -> Next {
        if !isWanted { return rest() }
        guard isLate(now) else { return Next() }
        restarts += 1
        deadline = nil
        guard isInstalled else { return prepare(at: now) }
        phase = .installed
        return Next()
    }

    /// Nothing of it is left, and it waits.
    private mutating func rest() -> Next {
        phase = isInstalled ? .installed : .new
        deadline = nil
        return Next()
    }

    private mutating func late(_ step: LocalStep) -> Next {
        let limit = steps[step].flatMap { $0 }
        let words = limit.map { "\(step.rawValue) took longer than \(LocalWords.duration($0))" } ?? "it took too long"
        return Next(actions: close(.failed(words)))
    }

    private func isLate(_ now: Duration) -> Bool { deadline.map { $0 <= now } ?? false }
}
