import Foundation

/// Asks a running node for updates, through the broker, as any operator would.
public struct UpdateClient: Sendable {
    /// How an update that was followed has ended, or why it is not followed any more.
    public enum Ending: Sendable, Equatable {
        /// The node has said all.
        case over(UpdateProgress)
        /// The model is on trial, which was to be waited for.
        case onTrial
        /// The update goes on: somebody does not want to wait any longer.
        case left
        /// The update goes on: the time is over.
        case late
    }

    /// What a node is told of a model.
    public enum Word: String, Sendable {
        case rollback, confirm
    }

    private let settings: Settings

    /// Makes a client of the configured broker.
    public init(settings: Settings) { self.settings = settings }

    /// Asks for an update and follows it.
    ///
    /// - Parameters:
    ///   - wish: what is wanted; a job id that the node knows is followed and not begun again.
    ///   - untilTrial: true: ends when the model is on trial.
    ///   - limit: the longest time to follow it; nil: as long as it takes.
    ///   - isLeft: asked several times a second; true: follows it no longer.
    ///   - tell: called on another thread, in order.
    /// - Returns: how it has ended, or why it is not followed any more.
    /// - Throws: `EdgeError` or `MQTTError`: there is no connection, the node is not there, or it does not take the command.
    public func install(
        _ wish: UpdateWish,
        untilTrial: Bool,
        limit: Duration?,
        isLeft: @escaping @Sendable () -> Bool,
        tell: @escaping @Sendable (UpdateNews) -> Void
    ) async throws -> Ending {
        let settings = settings
        return try await Self.onThread {
            let exchange = try UpdateExchange(settings, model: wish.model, job: wish.job)
            return try exchange.follow(wish, untilTrial: untilTrial, limit: limit, isLeft: isLeft, tell: tell)
        }
    }

    /// Tells a node a word of a model and waits until it has done so.
    ///
    /// - Throws: why there is no connection, that the node is not there, or its refusal.
    public func tell(_ word: Word, of model: Name, timeout: Duration) async throws {
        let settings = settings
        try await Self.onThread {
            try UpdateExchange(settings, model: model, job: nil).tell(word, timeout: timeout)
        }
    }

    private static func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
    {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Value, any Error>) in
            let thread = Thread { done.resume(with: Result(catching: body)) }
            thread.name = "marram operator"
            thread.start()
        }
    }
}
