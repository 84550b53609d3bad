import Foundation
import Glibc
import Support

/// A client of an event stream, on a thread of its own.
final class StreamListener: Sendable {
    /// A message of the stream.
    struct Message: Sendable {
        var id: String?
        var event = ""
        var data = ""

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(data.utf8)) as? [String: Any]) ?? [:]
        }
    }

    /// What was heard so far.
    struct Record: Sendable {
        var head = ""
        var text = ""
        var isEnded = false

        var status: Int { Int(head.split(separator: " ").dropFirst().first ?? "") ?? 0 }

        /// Whole messages.
        var messages: [Message] {
            text.components(separatedBy: "\n\n").dropLast().compactMap { block in
                var message = Message()
                for line in block.split(separator: "\n") {
                    if line.hasPrefix("id: ") { message.id = String(line.dropFirst(4)) }
                    if line.hasPrefix("event: ") { message.event = String(line.dropFirst(7)) }
                    if line.hasPrefix("data: ") { message.data = String(line.dropFirst(6)) }
                }
                return message.event.isEmpty ? nil : message
            }
        }
    }

    /// A connection, closed when nobody holds it: until then its number is nobody else's.
    private final class Line: Sendable {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)

        deinit { close(number) }
    }

    let record = Watched(Record())
    private let line = Line()

    /// Asks for a stream; with `isDeaf` nothing of it is read.
    init(port: Int, path: String, headers: [String], isDeaf: Bool = false) {
        let line = self.line.number
        if isDeaf {
            var size: Int32 = 4096
            _ = unsafe setsockopt(line, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var place = sockaddr_in()
        place.sin_family = sa_family_t(AF_INET)
        place.sin_port = in_port_t(port).bigEndian
        place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        _ = unsafe withUnsafePointer(to: &place) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe connect(line, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        let head =
            (["GET \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)"] + headers).joined(separator: "\r\n") + "\r\n\r\n"
        let bytes = Array(head.utf8)
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.send(line, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        guard !isDeaf else { return }
        let thread = Thread { [line = self.line, record] in Self.read(line, record) }
        thread.start()
    }

    deinit { leave() }

    /// Goes away.
    func leave() { shutdown(line.number, Int32(SHUT_RDWR)) }

    /// Waits until messages satisfy a condition.
    @discardableResult
    func wait(for what: String, _ isDone: @escaping @Sendable ([Message]) -> Bool) async throws -> [Message] {
        try await record.wait(limit: .seconds(60), for: what) { isDone($0.messages) }.messages
    }

    private static func read(_ line: Line, _ record: Watched<Record>) {
        var body = ChunkReader()
        var bytes = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = unsafe recv(line.number, &bytes, bytes.count, 0)
            guard count > 0 else { return record.change { $0.isEnded = true } }
            let (head, text) = body.take(bytes[..<count])
            record.change { record in
                record.head = head
                record.text += text
                if body.isEnded { record.isEnded = true }
            }
        }
    }

    /// Takes an answer in chunks apart.
    private struct ChunkReader {
        private var pending: [UInt8] = []
        private var head: String?
        var isEnded = false

        mutating func take(_ bytes: ArraySlice<UInt8>) -> (head: String, text: String) {
            pending += bytes
            if head == nil {
                guard let end = find([13, 10, 13, 10], in: pending) else { return ("", "") }
                head = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeFirst(end + 4)
            }
            guard head?.lowercased().contains("transfer-encoding: chunked") == true else {
                defer { pending = [] }
                return (head ?? "", String(decoding: pending, as: UTF8.self))
            }
            var text = ""
            while let end = find([13, 10], in: pending),
                let size = Int(String(decoding: pending[..<end], as: UTF8.self), radix: 16),
                pending.count >= end + 4 + size
            {
                text += String(decoding: pending[end + 2..<end + 2 + size], as: UTF8.self)
                pending.removeFirst(end + 4 + size)
                if size == 0 { isEnded = true }
            }
            return (head ?? "", text)
        }

        private func find(_ mark: [UInt8], in bytes: [UInt8]) -> Int? {
            guard bytes.count >= mark.count else { return nil }
            return (0...bytes.count - mark.count).first { Array(bytes[$0..<$0 + mark.count]) == mark }
        }
    }
}
