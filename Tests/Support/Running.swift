public import Foundation
import Glibc
import MQTT

/// A program that runs beside the test; it is killed when the last reference goes.
public final class Running: Sendable {
    private struct State {
        var output = ""
        var errors = ""
        var outputEnded = false
        var errorsEnded = false
        var code: Int32?
        var waiters: [Int: (isDone: @Sendable (State) -> Bool, wake: CheckedContinuation<Void, Never>)] = [:]
        var nextWaiter = 0
    }

    private let process: ChildProcess
    private let state = Guarded(State())
    private let title: String

    /// Starts a program.
    public init(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil,
        folder: URL? = nil
    ) throws {
        title = arguments.joined(separator: " ")
        process = try ChildProcess(
            arguments,
            // Those that run side by side would all ask for the same port.
            environment: ProcessInfo.processInfo.environment.merging(["MARRAM_API_ENABLED": "false"]) { own, _ in own }
                .merging(environment) { $1 },
            folder: folder
        )
        read(process.output) { state, text in
            if let text { state.output += text } else { state.outputEnded = true }
        }
        read(process.errors) { state, text in
            if let text { state.errors += text } else { state.errorsEnded = true }
        }
        Thread.detachNewThread { [weak self, process] in
            let code = process.waitForEnd()
            self?.change { $0.code = code }
            process.forget()
        }
        if let input { try process.write(Array(input.utf8)) }
        try process.input.close()
    }

    deinit { signal(SIGKILL) }

    /// What it has written to standard output.
    public var output: String { state.withLock { $0.output } }
    /// What it has written to standard error.
    public var errors: String { state.withLock { $0.errors } }
    /// Whole lines of standard output.
    public var lines: [String] { output.split(separator: "\n").map(String.init) }
    /// Its process id.
    public var identifier: Int32 { process.identifier }
    /// True until it has ended.
    public var isRunning: Bool { state.withLock { $0.code == nil } }

    /// Sends a signal.
    public func signal(_ number: Int32) {
        state.withLock { state in
            if state.code == nil { _ = kill(process.identifier, number) }
        }
    }

    /// Waits until standard output satisfies a condition.
    public func waitForOutput(
        limit: Duration = .seconds(300),
        _ what: String,
        _ isDone: @escaping @Sendable (String) -> Bool
    ) async throws {
        try await wait(limit: limit, for: what) { isDone($0.output) }
    }

    /// Waits until standard error satisfies a condition.
    public func waitForErrors(
        limit: Duration = .seconds(300),
        _ what: String,
        _ isDone: @escaping @Sendable (String) -> Bool
    ) async throws {
        try await wait(limit: limit, for: what) { isDone($0.errors) }
    }

    /// Waits for its end and for all that it has written.
    @discardableResult
    public func finish(limit: Duration = .seconds(300)) async throws -> Command.Result {
        try await wait(limit: limit, for: "its end", endsEarly: false) {
            $0.code != nil && $0.outputEnded && $0.errorsEnded
        }
        return state.withLock { Command.Result(code: $0.code ?? -1, output: $0.output, errors: $0.errors) }
    }

    /// Takes over what comes on a pipe, on a thread of its own; nil at the end.
    ///
    /// A `readabilityHandler` does not reliably tell of the end.
    private func read(_ pipe: FileHandle, _ take: @escaping @Sendable (inout State, String?) -> Void) {
        Thread.detachNewThread { [weak self] in
            while case let data = pipe.availableData, !data.isEmpty {
                self?.change { take(&$0, String(decoding: data, as: UTF8.self)) }
            }
            self?.change { take(&$0, nil) }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let ready = state.withLock { state in
            body(&state)
            let done = state.waiters.filter { $0.value.isDone(state) }
            for key in done.keys { state.waiters[key] = nil }
            return done.values.map(\.wake)
        }
        ready.forEach { $0.resume() }
    }

    private func wait(
        limit: Duration,
        for what: String,
        endsEarly: Bool = true,
        _ isDone: @escaping @Sendable (State) -> Bool
    ) async throws {
        let expired = Guarded(false)
        let done: @Sendable (State) -> Bool = { state in
            isDone(state) || expired.withLock { $0 }
                || (endsEarly && state.code != nil && state.outputEnded && state.errorsEnded)
        }
        let timer = Task { [weak self] in
            try await Task.sleep(for: limit)
            expired.withLock { $0 = true }
            self?.change { _ in }
        }
        defer { timer.cancel() }
        await withCheckedContinuation { (wake: CheckedContinuation<Void, Never>) in
            let isReady = state.withLock { state in
                if done(state) { return true }
                state.waiters[state.nextWaiter] = (done, wake)
                state.nextWaiter += 1
                return false
            }
            if isReady { wake.resume() }
        }
        let (satisfied, code, output, errors) = state.withLock { (isDone($0), $0.code, $0.output, $0.errors) }
        guard satisfied else {
            let end = code.map { "it ended with \($0)" } ?? "it runs"
            throw SupportError(
                "\(title): waited for \(what) in vain, \(end); output: \(output.suffix(2000)) errors: \(errors.suffix(2000))"
            )
        }
    }
}
