import Foundation
import Glibc
import MQTT

/// A real mosquitto on a free loopback port, with a configuration of the test's.
public final class Broker: Sendable {
    /// Where it listens.
    public let port: Int
    /// Its data and configuration.
    public let folder: TemporaryFolder
    private let running: Guarded<Running?>

    /// Starts a broker.
    ///
    /// - Parameters:
    ///   - lines: more lines of mosquitto.conf, after the listener.
    ///   - persistence: true: what it holds outlives a restart.
    ///   - anonymous: false: it asks for user and password.
    /// - Throws: that it does not run, with what it said.
    public init(_ lines: [String] = [], persistence: Bool = false, anonymous: Bool = true) async throws {
        folder = try TemporaryFolder()
        var attempts = 3
        while true {
            let port = try Self.freePort()
            let configuration =
                [
                    "listener \(port) 127.0.0.1", "allow_anonymous \(anonymous)", "set_tcp_nodelay true",
                    "max_inflight_messages 1000", "max_queued_messages 100000", "log_dest stderr", "log_type all",
                    "user root", "persistence \(persistence)", "persistence_location \(folder.path)/",
                ] + lines
            try folder.write(configuration.joined(separator: "\n") + "\n", to: "mosquitto.conf")
            attempts -= 1
            do {
                let program = try await Self.launch(folder)
                self.port = port
                running = Guarded(program)
                return
            } catch  where attempts > 0 && !Self.isFree(port) {
                // Somebody else was quicker to take the port.
                continue
            }
        }
    }

    /// Starts it again after `stop`.
    public func start() async throws {
        let program = try await Self.launch(folder)
        running.withLock { $0 = program }
    }

    /// Starts the program; once more where it ended without any reason, as it does once in some thousand starts.
    private static func launch(_ folder: TemporaryFolder, again: Bool = true) async throws -> Running {
        let launched = try Running([program, "-c", folder.path + "/mosquitto.conf"])
        do {
            try await launched.waitForErrors("mosquitto to listen") { $0.contains("running") }
        } catch  where again && !launched.isRunning && !launched.errors.contains("Error") {
            return try await launch(folder, again: false)
        }
        return launched
    }

    /// Ends it in order; with persistence it writes down what it holds.
    ///
    /// mosquitto 2.0.11 forgets a signal that comes between its word that it runs and its first turn: it is told again.
    public func stop() async throws {
        guard let program = running.withLock({ $0 }) else { return }
        let telling = Task {
            while !Task.isCancelled {
                program.signal(SIGTERM)
                try await Task.sleep(for: .seconds(1))
            }
        }
        defer { telling.cancel() }
        try await program.finish()
        running.withLock { $0 = nil }
    }

    /// Sends it a signal.
    public func signal(_ number: Int32) { running.withLock { $0 }?.signal(number) }

    /// What it has logged.
    public var log: String { running.withLock { $0 }?.errors ?? "" }

    /// Its process id.
    public var identifier: Int32 { running.withLock { $0 }?.identifier ?? -1 }

    /// Waits for a line of its log.
    public func waitForLog(_ what: String, limit: Duration = .seconds(300)) async throws {
        try await waitForLog(limit: limit, "'\(what)'") { $0.contains(what) }
    }

    /// Waits until its log satisfies a condition.
    public func waitForLog(
        limit: Duration = .seconds(300),
        _ what: String,
        _ isDone: @escaping @Sendable (String) -> Bool
    ) async throws {
        guard let program = running.withLock({ $0 }) else { throw SupportError("the broker does not run") }
        try await program.waitForErrors(limit: limit, "\(what) in the broker's log", isDone)
    }

    /// Publishes with mosquitto_pub.
    public func publish(_ payload: String, to topic: String, _ options: [String] = []) async throws {
        let arguments = ["mosquitto_pub", "-h", "127.0.0.1", "-p", "\(port)", "-t", topic, "-s"] + options
        let result = try await Command(arguments, input: payload).run()
        guard result.code == 0 else { throw SupportError("mosquitto_pub failed: \(result.errors)") }
    }

    /// Subscribes with mosquitto_sub and returns once the broker knows of it.
    ///
    /// Each line of its output is a topic, a space and a payload.
    public func subscribe(_ topic: String, _ options: [String] = []) async throws -> Running {
        let id = "sub-\(UUID().uuidString)"
        let arguments =
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", "\(port)", "-i", id, "-t", topic, "-q", "1", "-F", "%t %p"]
            + options
        let program = try Running(["stdbuf", "-oL"] + arguments)
        try await waitForLog("Sending SUBACK to \(id)")
        return program
    }

    /// Sends a request with mosquitto_rr and returns the answer.
    public func request(
        _ payload: String,
        to topic: String,
        reply: String = "clients/test/reply",
        _ options: [String] = []
    ) async throws -> String {
        let arguments =
            [
                "mosquitto_rr", "-h", "127.0.0.1", "-p", "\(port)", "-V", "5", "-q", "1", "-t", topic, "-e", reply,
                "-m", payload, "-W", "20",
            ] + options
        let result = try await Command(arguments).run()
        guard result.code == 0 else { throw SupportError("mosquitto_rr failed (\(result.code)): \(result.errors)") }
        return result.output.trimmingCharacters(in: .newlines)
    }

    /// A port of the loopback interface that nobody listens on.
    ///
    /// Below those that the system gives to outgoing connections: one of them could take it before the broker does.
    public static func freePort() throws -> Int {
        for _ in 0..<100 {
            let port = Int.random(in: 15_000..<32_000)
            if isFree(port) { return port }
        }
        throw SupportError("no free port")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                unsafe bind(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static let program =
        ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto"].first { FileManager.default.isExecutableFile(atPath: $0) }
        ?? "mosquitto"
}
