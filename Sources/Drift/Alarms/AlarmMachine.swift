/// The alarm of one detector on one feature: normal → warning → drift → cooldown → normal.
///
/// Time comes in with each signal and may jump back, which makes a cooldown longer.
struct AlarmMachine: Sendable, Hashable, Codable {
    private(set) var phase = AlarmPhase.normal
    /// Drifts that were confirmed and not told.
    private(set) var suppressed = 0
    private(set) var warmUpLeft: Int
    private var votes: [AlarmLevel] = []
    private var calm = 0
    private var sinceDrift = PassedTime()

    /// What a signal has led to.
    struct Step: Equatable {
        let kind: AlarmChange.Kind
        let from: AlarmPhase
        /// Drifts that went untold before this one.
        let suppressed: Int
    }

    init(warmUp samples: Int) { warmUpLeft = samples }

    /// Whether one of the latest windows said drift, or a drift lasts.
    var votesForDrift: Bool { phase == .drift || votes.contains(.drift) }

    /// Begins to warm up again, and keeps the phase.
    mutating func warmUpAgain(_ samples: Int) {
        warmUpLeft = samples
        votes.removeAll(keepingCapacity: true)
        calm = 0
    }

    /// Takes a signal.
    ///
    /// - Parameters:
    ///   - signal: What the detector says.
    ///   - samples: Samples since its last signal.
    ///   - time: Microseconds since 1970.
    ///   - rule: When signals become alarms.
    ///   - confirm: Signals of drift among the latest that are believed; 1: the detector is believed at once.
    ///   - others: Other detectors of the feature that vote for drift.
    /// - Returns: What is to be told; nil: nothing.
    mutating func receive(
        _ signal: AlarmSignal,
        samples: Int,
        at time: Int64,
        _ rule: AlarmRule,
        confirm: Int,
        others: Int
    ) -> Step? {
        sinceDrift.pass(to: time)
        if phase == .cooldown, sinceDrift.isAtLeast(seconds: rule.cooldownSeconds) { phase = .normal }
        guard !signal.saysNothing else { return nil }
        guard warmUpLeft == 0 else {
            warmUpLeft = max(0, warmUpLeft - max(0, samples))
            return nil
        }
        if votes.count == rule.of { votes.removeFirst() }
        votes.append(signal.level)
        let drifts = votes.lazy.filter { $0 == .drift }.count
        let isDrift = drifts >= confirm || (signal.level == .drift && others + 1 >= rule.quorum)
        switch phase {
        case .normal, .warning: return isDrift ? beginDrift() : weigh(signal, rule)
        case .drift: return last(signal, isDrift, rule)
        case .cooldown:
            if isDrift { suppress() }
            return nil
        }
    }

    private mutating func beginDrift() -> Step {
        defer {
            (phase, suppressed, calm) = (.drift, 0, 0)
            sinceDrift.restart()
            votes.removeAll(keepingCapacity: true)
        }
        return Step(kind: .drift, from: phase, suppressed: suppressed)
    }

    private mutating func suppress() {
        suppressed += 1
        votes.removeAll(keepingCapacity: true)
    }

    private mutating func weigh(_ signal: AlarmSignal, _ rule: AlarmRule) -> Step? {
        if phase == .normal {
            guard warns(signal, rule) else { return nil }
            (phase, calm) = (.warning, 0)
            return Step(kind: .warning, from: .normal, suppressed: suppressed)
        }
        guard isOver(signal.isCalm(below: rule.leaveRatio, of: \.warning), rule) else { return nil }
        phase = .normal
        return Step(kind: .cleared, from: .warning, suppressed: suppressed)
    }

    /// A detector's own warning is one; windows above the weak limit must be as many as are believed.
    private func warns(_ signal: AlarmSignal, _ rule: AlarmRule) -> Bool {
        if case .measured = signal {
            return signal.level > .quiet && votes.lazy.filter { $0 > .quiet }.count >= rule.confirm
        }
        return signal.level > .quiet
    }

    private mutating func last(_ signal: AlarmSignal, _ isDrift: Bool, _ rule: AlarmRule) -> Step? {
        if isDrift { suppress() }
        guard isOver(signal.isCalm(below: rule.leaveRatio, of: \.drift), rule) else { return nil }
        phase = sinceDrift.isAtLeast(seconds: rule.cooldownSeconds) ? .normal : .cooldown
        return Step(kind: .cleared, from: .drift, suppressed: suppressed)
    }

    private mutating func isOver(_ isCalm: Bool, _ rule: AlarmRule) -> Bool {
        calm = isCalm ? calm + 1 : 0
        guard calm >= rule.leaveWindows else { return false }
        calm = 0
        votes.removeAll(keepingCapacity: true)
        return true
    }

    /// Whether it can have been saved by this program.
    var isSound: Bool {
        [suppressed, warmUpLeft, calm].allSatisfy { (0...1_000_000_000_000).contains($0) }
            && votes.count <= AlarmRule.mostWindows
            && sinceDrift.microseconds >= 0
    }
}
