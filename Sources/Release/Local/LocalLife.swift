import Sandbox

/// The life of one component, as far as it is decided without the others.
struct LocalLife: Sendable {
    /// What is to become of it once nothing of it is left.
    enum Outcome: Sendable, Equatable {
        case prepared(LocalStep)
        case recovered
        case finished
        case stopped
        case failed(String)
    }

    enum Phase: Sendable, Equatable {
        /// Nothing has been done.
        case new
        /// Bootstrap or install is under way.
        case preparing(LocalStep)
        /// It waits for what it needs, or to be wanted.
        case installed
        /// Startup is under way.
        case starting
        /// Run is under way, or startup has done its work.
        case running
        /// Shutdown is under way.
        case shuttingDown
        /// Everything of it is asked to end, and killed when time is up.
        case terminating
        /// Everything of it is killed; then this becomes of it.
        case closing(Outcome)
        /// Recover is under way; then it is tried again.
        case recovering
        case finished
        /// It is tried again at the deadline.
        case errored
        case broken
    }

    let name: String
    let needs: [LocalNeed]
    let steps: [LocalStep: Duration?]
    let stopLimit: Duration

    var phase = Phase.new
    var isWanted = true
    /// Bootstrap and install went through.
    var isInstalled = false
    /// When something is done about the phase.
    var deadline: Duration?
    /// Steps of which something is left.
    var live: Set<LocalStep> = []
    /// When it failed, in the last hour.
    var failures: [Duration] = []
    var restarts = 0
    /// When it is tried again, once it has failed.
    var retryAt: Duration?

    /// What it is doing, for people.
    var state: LocalState {
        switch phase {
        case .new, .preparing, .closing(.prepared): .new
        case .installed: .installed
        case .starting: .starting
        case .running, .closing(.finished): .running
        case .shuttingDown, .terminating, .closing(.stopped): .stopping
        case .finished: .finished
        case .errored, .recovering, .closing(.failed), .closing(.recovered): .errored
        case .broken: .broken
        }
    }

    /// True while anything of it may run.
    var isActive: Bool {
        switch phase {
        case .new, .installed, .finished, .errored, .broken: !live.isEmpty
        default: true
        }
    }

    /// True where others may rely on it.
    var isReady: Bool { isWanted && (phase == .running || phase == .finished) }

    /// True where it will neither come up nor fail without others or a person.
    var isSettled: Bool { phase == .running || phase == .finished || phase == .broken }

    /// True where those that come after it need not wait any longer.
    var isPast: Bool { isReady || !isWanted || phase == .broken || state == .errored }
}
