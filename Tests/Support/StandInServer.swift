import Foundation
import Glibc
import MQTT

/// A server for HTTP/1.1 on loopback that answers as a test says, by the rules or against them.
///
/// It listens on a port of its own choice, has a thread for every connection, and is gone with the last reference.
public final class StandInServer: Sendable {
    /// A request as it came.
    public struct Request: Sendable {
        /// `GET`, and so on.
        public let method: String
        /// Path and query; the whole URL when it was sent to a proxy, host and port with CONNECT.
        public let target: String
        /// Lines of the head.
        public let headers: [(name: String, value: String)]
        /// What followed it.
        public let body: [UInt8]
        /// Which connection it came on, from 1.
        public let connection: Int

        /// The first value of a header, whatever its case.
        public func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    private struct State {
        var isStopped = false
        var lines: [ObjectIdentifier: StandInLine] = [:]
        var connections = 0
    }

    /// What keeps the threads going without keeping the server.
    private final class Core: Sendable {
        let state = Guarded(State())
        let requests = Watched<[Request]>([])
        let answer: @Sendable (Request, StandInLine) -> Void

        init(_ answer: @escaping @Sendable (Request, StandInLine) -> Void) { self.answer = answer }
    }

    /// The port it listens on.
    public let port: Int
    /// What it was asked so far.
    public var requests: Watched<[Request]> { core.requests }
    /// How many connections there were.
    public var connections: Int { core.state.withLock { $0.connections } }
    private let core: Core
    private let listener: Int32

    /// Listens; every request is handed, on its connection's thread, to a closure that answers it.
    public init(_ answer: @escaping @Sendable (Request, StandInLine) -> Void) throws {
        let core = Core(answer)
        self.core = core
        (listener, port) = try Self.listen()
        let listener = listener
        Thread.detachNewThread { Self.accept(listener, core) }
    }

    deinit {
        let lines = core.state.withLock { state in
            state.isStopped = true
            return Array(state.lines.values)
        }
        shutdown(listener, Int32(SHUT_RDWR))
        lines.forEach { $0.close() }
    }

    /// The URL of a path on it.
    public func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    private static func listen() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard unsafe bind(descriptor, address, size) == 0, Glibc.listen(descriptor, 64) == 0 else {
                    return errno
                }
                return unsafe getsockname(descriptor, address, &size)
            }
        }
        guard result == 0 else { throw SupportError("no port to listen on: errno \(result)") }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func accept(_ listener: Int32, _ core: Core) {
        defer { close(listener) }
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            guard descriptor >= 0 else {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            let line = StandInLine(descriptor)
            let number = core.state.withLock { state -> Int? in
                guard !state.isStopped else { return nil }
                state.connections += 1
                state.lines[ObjectIdentifier(line)] = line
                return state.connections
            }
            guard let number else { return line.close() }
            Thread.detachNewThread {
                serve(line, number, core)
                line.close()
                core.state.withLock { $0.lines[ObjectIdentifier(line)] = nil }
            }
        }
    }

    private static func serve(_ line: StandInLine, _ number: Int, _ core: Core) {
        while let request = line.read(number) {
            core.requests.change { $0.append(request) }
            core.answer(request, line)
        }
    }
}
