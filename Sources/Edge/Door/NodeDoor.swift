import MQTT
public import OpenInference

/// The way in for requests that do not come over MQTT: it takes them to the loop's thread, and their answers back.
///
/// A request costs one hop there and one back: whoever asks waits in a continuation that the loop resumes. Before the loop
/// begins and after it has ended all are sent away with `not_ready`.
public final class NodeDoor: ModelServing {
    private enum Phase {
        case early
        case open(Wakeup, capacity: Int)
        case closed
    }

    private struct State {
        var phase = Phase.early
        var letters: [DoorLetter] = []
    }

    /// What becomes of a letter.
    private enum Passage {
        case taken
        /// The loop may sleep.
        case first(Wakeup)
        case refused(InferError)
    }

    static let isStarting = InferError(.notReady, "the node starts; send again in a moment")
    static let isStopping = InferError(.notReady, "the node stops; send again once it is back")

    private let state = Guarded(State())

    /// Makes a door that is shut until a node stands behind it.
    public init() {}

    /// What there is under every name of the configuration.
    public func models() async throws(InferError) -> [ServedModel] {
        try await Awaited.word { post(.models($0)) }
    }

    /// What there is under a name.
    public func model(_ name: String) async throws(InferError) -> ServedModel {
        try await Awaited.word { post(.model(name, $0)) }
    }

    /// Lets a model answer; it costs one hop to the loop and one back.
    public func infer(_ call: consuming InferCall) async throws(InferError) -> InferAnswer {
        let arrival = ContinuousClock.now
        let call = call
        return try await Visitor.word { post(.visit(Visit(call: call, arrival: arrival, visitor: $0))) }
    }

    /// Brings a model back into service.
    public func load(_ name: String) async throws(RepositoryError) {
        try await Awaited.word { post(.load(name, $0)) }
    }

    /// Takes a model out of service.
    public func unload(_ name: String) async throws(RepositoryError) {
        try await Awaited.word { post(.unload(name, $0)) }
    }

    // MARK: the loop's side

    /// Lets letters in, `capacity` at a time; the loop is woken for them.
    func open(wakeup: Wakeup, capacity: Int) {
        state.withLock { $0.phase = .open(wakeup, capacity: capacity) }
    }

    /// Swaps what has come for `letters`, which is to be empty: its memory takes what comes next.
    func collect(into letters: inout [DoorLetter]) {
        state.withLock { state in
            if !state.letters.isEmpty { swap(&state.letters, &letters) }
        }
    }

    /// Lets nobody in any more, and sends away who has not been heard.
    func close() {
        let left = state.withLock { state in
            state.phase = .closed
            let left = state.letters
            state.letters = []
            return left
        }
        for letter in left { letter.refuse(Self.isStopping) }
    }

    private func post(_ letter: DoorLetter) {
        let passage = state.withLock { state -> Passage in
            switch state.phase {
            case .early: return .refused(Self.isStarting)
            case .closed: return .refused(Self.isStopping)
            case .open(let wakeup, let capacity):
                guard state.letters.count < capacity else { return .refused(Self.isFull(capacity)) }
                state.letters.append(letter)
                return state.letters.count == 1 ? .first(wakeup) : .taken
            }
        }
        switch passage {
        case .taken: break
        case .first(let wakeup): wakeup.signal()
        case .refused(let error): letter.refuse(error)
        }
    }

    private static func isFull(_ capacity: Int) -> InferError {
        InferError(
            .overloaded,
            "\(capacity) requests wait already (limits.queue); send again later, or add an instance"
        )
    }
}
