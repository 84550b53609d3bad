public import Foundation
import Glibc
import Synchronization

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

    private let process: ProcessBox
    private let state = Mutex(State())
    private let title: String
    /// One start at a time: a program that is started meanwhile would inherit the other's pipes and keep them open.
    private static let starting = Mutex<Void>(())

    /// Starts a program.
    public init(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil,
        folder: URL? = nil
    ) throws {
        title = arguments.joined(separator: " ")
        let program = Process()
        program.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        program.arguments = arguments
        program.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { program.currentDirectoryURL = folder }
        process = ProcessBox(program)
        let standardInput = try Self.starting.withLock { _ in try start() }
        if let input { try standardInput.write(contentsOf: Data(input.utf8)) }
        try standardInput.close()
    }

    deinit { process.kill(SIGKILL) }

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
    public func signal(_ number: Int32) { process.kill(number) }

    /// Waits until standard output satisfies a condition.
    public func waitForOutput(
        limit: Duration = .seconds(30),
        _ what: String,
        _ isDone: @escaping @Sendable (String) -> Bool
    ) async throws {
        try await wait(limit: limit, for: what) { isDone($0.output) }
    }

    /// Waits until standard error satisfies a condition.
    public func waitForErrors(
        limit: Duration = .seconds(30),
        _ what: String,
        _ isDone: @escaping @Sendable (String) -> Bool
    ) async throws {
        try await wait(limit: limit, for: what) { isDone($0.errors) }
    }

    /// Waits for its end and for all that it has written.
    @discardableResult
    public func finish(limit: Duration = .seconds(60)) async throws -> Command.Result {
        try await wait(limit: limit, for: "its end", endsEarly: false) {
            $0.code != nil && $0.outputEnded && $0.errorsEnded
        }
        return state.withLock { Command.Result(code: $0.code ?? -1, output: $0.output, errors: $0.errors) }
    }

    /// Starts the program and listens to it; returns where its standard input is written.
    private func start() throws -> FileHandle {
        let (output, errors, standardInput) = (Pipe(), Pipe(), Pipe())
        // The thread of a test may have signals blocked, and a program inherits that: it would be deaf to SIGTERM.
        var (none, before) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
        try process.run { process in
            process.standardOutput = output
            process.standardError = errors
            process.standardInput = standardInput
            process.terminationHandler = { [weak self] process in
                let code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
                self?.change { $0.code = code }
            }
        }
        read(output) {
            $0.output += $1
        } atEnd: {
            $0.outputEnded = true
        }
        read(errors) {
            $0.errors += $1
        } atEnd: {
            $0.errorsEnded = true
        }
        return standardInput.fileHandleForWriting
    }

    /// Reads on a thread of its own: a readability handler does not always hear of the end.
    private func read(
        _ pipe: Pipe,
        _ add: @escaping @Sendable (inout State, String) -> Void,
        atEnd: @escaping @Sendable (inout State) -> Void
    ) {
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        let handle = FileHandle(fileDescriptor: dup(descriptor), closeOnDealloc: true)
        Thread.detachNewThread { [weak self] in
            while true {
                let data = handle.availableData
                if data.isEmpty { break }
                self?.change { add(&$0, String(decoding: data, as: UTF8.self)) }
            }
            self?.change(atEnd)
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
        let expired = Mutex(false)
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
        let now = state.withLock { $0 }
        guard isDone(now) else {
            throw SupportError(
                "\(title): waited for \(what) in vain; code \(now.code.map(String.init) ?? "none"), output "
                    + "\(now.outputEnded ? "ended" : "open"): \(now.output.suffix(2000)) errors "
                    + "\(now.errorsEnded ? "ended" : "open"): \(now.errors.suffix(2000))"
            )
        }
    }
}

/// Guards a `Process`, which is not Sendable: after the start it is only asked for its id and sent signals.
private final class ProcessBox: Sendable {
    private let process: Mutex<Process>

    init(_ process: sending Process) { self.process = Mutex(process) }

    func run(_ prepare: (Process) -> Void) throws {
        try process.withLock { process in
            prepare(process)
            try process.run()
        }
    }

    var identifier: Int32 { process.withLock { $0.processIdentifier } }

    func kill(_ number: Int32) {
        process.withLock { process in
            if process.isRunning { _ = Glibc.kill(process.processIdentifier, number) }
        }
    }
}
