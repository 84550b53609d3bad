import MQTT
public import Monitoring

/// What people within this process say to the node, whenever it is there.
public final class OperatorLine: ModelControl {
    /// How long somebody waits for a word.
    private let patience: Duration
    private let calls = Guarded<Mailbox<OperatorCall>?>(nil)

    /// Makes one over which somebody waits so long for a word.
    public init(patience: Duration = .seconds(30)) { self.patience = patience }

    /// Begins to take calls.
    func connect(_ mailbox: Mailbox<OperatorCall>) { calls.withLock { $0 = mailbox } }

    /// Takes no more, and sends those away whom nobody has heard.
    func disconnect(_ mailbox: Mailbox<OperatorCall>) {
        calls.withLock { $0 = nil }
        for call in mailbox.drain() { call.answer(Self.absent) }
    }

    private static let absent = ModelWordOutcome.failed(code: "not_ready", reason: "the node starts or stops")

    package func carryOut(_ word: ModelWord, of model: String, expecting version: String?) async -> ModelWordOutcome {
        let (outcomes, continuation) = AsyncStream.makeStream(
            of: ModelWordOutcome.self,
            bufferingPolicy: .bufferingOldest(1)
        )
        let call = OperatorCall(word: word, model: model, expected: version) { outcome in
            continuation.yield(outcome)
            continuation.finish()
        }
        let isTaken = calls.withLock { mailbox in
            mailbox?.post(call)
            return mailbox != nil
        }
        guard isTaken else { return Self.absent }
        return await withTaskGroup(of: ModelWordOutcome.self) { group in
            group.addTask {
                for await outcome in outcomes { return outcome }
                return .unheard
            }
            group.addTask { [patience] in
                // Whoever is not heard in time is told so; to be cancelled means that he was.
                try? await Task.sleep(for: patience)
                return .unheard
            }
            let first = await group.next() ?? .unheard
            group.cancelAll()
            return first
        }
    }
}
