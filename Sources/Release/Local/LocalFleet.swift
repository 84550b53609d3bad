/// The life of all components: what happens goes in, what is to be done comes out.
///
/// Time is what has passed since some beginning. A component starts when those that it depends on by HARD are running or
/// finished, and stops when they are not any more; by SOFT it only waits for them to come up, or to fail. They stop in
/// reversed order. What fails is tried again, and given up after three failures within an hour.
public struct LocalFleet: Sendable {
    /// A component, as far as its life is concerned.
    public struct Member: Sendable {
        /// The component's name.
        public var name: String
        /// What it depends on; others than the members count as there.
        public var needs: [LocalNeed]
        /// The steps that it has, each with its limit; nil: none.
        public var steps: [LocalStep: Duration?]
        /// How long it has between being asked to end and being killed.
        public var stopLimit: Duration

        /// Makes one.
        public init(
            _ name: String,
            needs: [LocalNeed] = [],
            steps: [LocalStep: Duration?],
            stopLimit: Duration = .seconds(15)
        ) {
            self.name = name
            self.needs = needs
            self.steps = steps
            self.stopLimit = stopLimit
        }
    }

    static let window = Duration.seconds(3600)
    static let patience = 3

    /// Names in the order in which they start.
    public let order: [String]
    let backoff: Duration
    var lives: [String: LocalLife] = [:]
    var actions: [LocalAction] = []

    /// Makes components that have not begun.
    /// - Parameters:
    ///   - members: all of them; a name stands once.
    ///   - backoff: what passes before the first restart; doubled for each one after it.
    /// - Throws: the circle in which components depend on one another, `input`.
    public init(_ members: [Member], backoff: Duration = .seconds(1)) throws(ReleaseError) {
        order = try DependencyOrder.sorted(members.map { ($0.name, $0.needs.map(\.name)) })
        self.backoff = backoff
        let names = Set(order)
        for member in members {
            lives[member.name] = LocalLife(
                name: member.name,
                needs: member.needs.filter { names.contains($0.name) },
                steps: member.steps,
                stopLimit: member.stopLimit
            )
        }
    }

    /// The state of a component; nil where there is none of that name.
    public func state(of name: String) -> LocalState? { lives[name]?.state }

    /// How often a component was tried again.
    public func restarts(of name: String) -> Int { lives[name]?.restarts ?? 0 }

    /// True once all are running, finished or broken, or wait for one that is broken.
    public var isSettled: Bool {
        lives.values.allSatisfy { life in
            life.isSettled || !life.isWanted || (life.phase == .installed && dependsOnBroken(life.name))
        }
    }

    /// True where a component was given up.
    public var hasBroken: Bool { lives.values.contains { $0.phase == .broken } }

    /// True once none is wanted and nothing of any is left.
    public var isOver: Bool { lives.values.allSatisfy { !$0.isWanted && !$0.isActive } }

    /// When something is to be done without anything happening; nil: never.
    public var nextDeadline: Duration? { lives.values.compactMap(\.deadline).min() }

    /// Takes what happened at a time, and returns what is to be done, in order.
    public mutating func receive(_ event: LocalEvent, at now: Duration) -> [LocalAction] {
        actions = []
        switch event {
        case .ended(let name, let step, let cause): change(name) { $0.ended(step, cause, at: now) }
        case .gone(let name, let step): change(name) { $0.gone(step) }
        case .refused(let name, let step, let reason): change(name) { $0.refused(step, reason) }
        case .unwanted(let names):
            for name in names ?? Set(order) {
                change(name) {
                    $0.isWanted = false; return []
                }
            }
        case .tick: break
        }
        settle(at: now)
        return actions
    }

    private mutating func change(_ name: String, _ body: (inout LocalLife) -> [LocalAction]) {
        guard var life = lives[name] else { return }
        actions += body(&life)
        lives[name] = life
    }

    /// Lets every component take its next steps, until none has any.
    private mutating func settle(at now: Duration) {
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for name in order {
                guard var life = lives[name] else { continue }
                let before = (life.phase, life.state)
                let new = life.next(surroundings(of: life), at: now, backoff: backoff)
                guard life.phase != before.0 || !new.actions.isEmpty else { continue }
                hasChanged = true
                lives[name] = life
                actions += new.actions
                // What it comes to is told, with the reason, once nothing of it is left.
                if case .closing = life.phase, new.reason == nil { continue }
                if life.state != before.1 || new.reason != nil { actions.append(.tell(name, life.state, new.reason)) }
            }
        }
    }

    private func surroundings(of life: LocalLife) -> LocalLife.Surroundings {
        let missing = life.needs.filter { $0.isHard && lives[$0.name]?.isReady != true }.map(\.name)
        let awaited = life.needs.contains { !$0.isHard && lives[$0.name]?.isPast != true && !dependsOnBroken($0.name) }
        // Those that use it end before it does.
        let isNeeded = lives.values.contains { other in
            other.isActive
                && other.needs.contains { $0.name == life.name && ($0.isHard || !other.isWanted) }
        }
        return LocalLife.Surroundings(missing: missing, hasToWait: awaited, isNeeded: isNeeded)
    }

    private func dependsOnBroken(_ name: String) -> Bool {
        guard let life = lives[name] else { return false }
        return life.needs.contains { need in
            need.isHard
                && (lives[need.name]?.phase == .broken || lives[need.name]?.isWanted == false
                    || dependsOnBroken(need.name))
        }
    }
}
