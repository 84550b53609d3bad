import MQTT

/// A value that changes on any thread and that a test can wait for.
public final class Watched<Value: Sendable>: Sendable {
    private struct Waiter {
        let isDone: @Sendable (Value) -> Bool
        let wake: CheckedContinuation<Void, Never>
    }

    private struct State {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private let state: Guarded<State>

    /// Starts with a value.
    public init(_ value: Value) { state = Guarded(State(value: value)) }

    /// The value now.
    public var value: Value { state.withLock { $0.value } }

    /// Changes the value and wakes those whose condition holds.
    public func change(_ body: (inout Value) -> Void) {
        let ready = state.withLock { state in
            body(&state.value)
            let done = state.waiters.filter { $0.value.isDone(state.value) }
            for key in done.keys { state.waiters[key] = nil }
            return done.values.map(\.wake)
        }
        ready.forEach { $0.resume() }
    }

    /// Waits until the value satisfies a condition, and returns it.
    ///
    /// - Throws: what was waited for and what there was instead, after `limit`.
    @discardableResult
    public func wait(
        limit: Duration = .seconds(300),
        for what: String,
        _ isDone: @escaping @Sendable (Value) -> Bool
    ) async throws -> Value {
        let expired = Guarded(false)
        let done: @Sendable (Value) -> Bool = { value in isDone(value) || expired.withLock { $0 } }
        let timer = Task { [weak self] in
            try await Task.sleep(for: limit)
            expired.withLock { $0 = true }
            self?.change { _ in }
        }
        defer { timer.cancel() }
        await withCheckedContinuation { (wake: CheckedContinuation<Void, Never>) in
            let isReady = state.withLock { state in
                if done(state.value) { return true }
                state.waiters[state.nextWaiter] = Waiter(isDone: done, wake: wake)
                state.nextWaiter += 1
                return false
            }
            if isReady { wake.resume() }
        }
        let value = value
        guard isDone(value) else {
            throw SupportError("waited for \(what) in vain; there was: \("\(value)".suffix(3000))")
        }
        return value
    }
}
