import Foundation
import Glibc
import Support

/// A connection on which a test says and hears what it likes.
enum RawLine {
    /// What is done on it, in order.
    enum Step: Sendable {
        case send(String)
        case sendBytes([UInt8])
        /// Sends a piece again and again, so many times at most, with a pause after each, until the other side is gone.
        case trickle(String, times: Int, pause: Duration)
        /// Reads until this was heard.
        case hear(String)
        /// Reads to the end.
        case hearAll
        /// Says that nothing more will be said.
        case closeWriting
        /// Takes next to nothing of what comes.
        case narrow
    }

    /// What was heard.
    struct Record: Sendable {
        var bytes: [UInt8] = []
        /// Whether the other side has ended the connection.
        var isEnded = false
        /// How often a trickle was sent before the other side was gone.
        var trickled = 0

        var text: String { String(decoding: bytes, as: UTF8.self) }

        /// The statuses of all answers.
        var statuses: [String] { text.matches(of: #/HTTP/1\.[01] ([0-9]{3}) /#).map { String($0.output.1) } }
    }

    /// Does it all on a thread of its own; reading ends with an error after `limit`.
    static func speak(to port: Int, limit: Duration = .seconds(60), _ steps: [Step]) async throws -> Record {
        try await withCheckedThrowingContinuation { done in
            Thread.detachNewThread {
                done.resume(with: Result { try speakHere(port, limit, steps) })
            }
        }
    }

    private static func speakHere(_ port: Int, _ limit: Duration, _ steps: [Step]) throws -> Record {
        let line = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard line >= 0 else { throw SupportError("no socket: errno \(errno)") }
        defer { close(line) }
        for case .narrow in steps {
            var size: Int32 = 4096
            unsafe setsockopt(line, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isConnected = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else { throw SupportError("no connection to port \(port): errno \(errno)") }
        let end = ContinuousClock.now + limit
        var record = Record()
        for step in steps {
            switch step {
            case .send(let text): _ = send(line, Array(text.utf8))
            case .sendBytes(let bytes): _ = send(line, bytes)
            case .trickle(let piece, let times, let pause):
                while record.trickled < times, send(line, Array(piece.utf8)), !isGone(line) {
                    record.trickled += 1
                    usleep(UInt32(pause.components.attoseconds / 1_000_000_000_000))
                }
            case .hear(let text):
                while !record.text.contains(text), try hear(line, &record, end) {}
            case .hearAll:
                while try hear(line, &record, end) {}
            case .closeWriting: shutdown(line, Int32(SHUT_WR))
            case .narrow: break
            }
        }
        return record
    }

    private static func send(_ line: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe Glibc.send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Whether the other side has ended the connection, without taking what it said.
    private static func isGone(_ line: Int32) -> Bool {
        var byte: UInt8 = 0
        return unsafe recv(line, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)) == 0
    }

    /// Takes what has come; false at the end.
    private static func hear(_ line: Int32, _ record: inout Record, _ end: ContinuousClock.Instant) throws -> Bool {
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw SupportError("heard nothing more; before that: \(record.text.prefix(2000))") }
        var poller = pollfd(fd: line, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&poller, 1, Int32(clamping: left.components.seconds * 1000 + 1000)) > 0 else { return true }
        var bytes = [UInt8](repeating: 0, count: 65536)
        let count = unsafe recv(line, &bytes, bytes.count, 0)
        guard count > 0 else {
            record.isEnded = true
            return false
        }
        record.bytes += bytes[..<count]
        return true
    }
}
