import Foundation
import Glibc
import MQTT

/// A connection to a stand-in server, from the server's side; used by the thread that answers.
///
/// `@unchecked Sendable`: `left` is only touched by the connection's thread; the descriptor stays open until the object
/// goes, so that `close` on another thread, which shuts it down, meets no other file.
public final class StandInLine: @unchecked Sendable {
    private let descriptor: Int32
    private let isOpen = Guarded(true)
    private var left: [UInt8] = []

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { Glibc.close(descriptor) }

    /// Sends bytes as they are; false when the other side is gone.
    @discardableResult
    public func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Sends text as it is; a line break has to be written as CR and LF.
    @discardableResult
    public func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    /// Sends a whole answer, with its length unless `headers` says otherwise.
    @discardableResult
    public func answer(_ status: Int = 200, headers: [String: String] = [:], body: [UInt8] = []) -> Bool {
        var lines = ["HTTP/1.1 \(status) Whatever"]
        lines += headers.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let names = Set(headers.keys.map { $0.lowercased() })
        if !names.contains("content-length"), !names.contains("transfer-encoding") {
            lines.append("Content-Length: \(body.count)")
        }
        return send(lines.joined(separator: "\r\n") + "\r\n\r\n") && send(body)
    }

    /// Answers GET and HEAD with a file, or with the range of it that was asked for, as servers do.
    @discardableResult
    public func serve(_ file: [UInt8], etag: String? = nil, to request: StandInServer.Request) -> Bool {
        var headers = ["Accept-Ranges": "bytes"]
        headers["ETag"] = etag
        guard request.method == "GET" else {
            return answer(200, headers: headers.merging(["Content-Length": "\(file.count)"]) { $1 })
        }
        let isSame = request.header("If-Range").map { $0 == etag } ?? true
        guard isSame, let range = request.header("Range"), range.hasPrefix("bytes=") else {
            return answer(200, headers: headers, body: file)
        }
        let ends = range.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        let first = Int(ends[0]) ?? 0
        let last = min(Int(ends.last ?? "") ?? .max, file.count - 1)
        guard first <= last else {
            return answer(416, headers: headers.merging(["Content-Range": "bytes */\(file.count)"]) { $1 })
        }
        headers["Content-Range"] = "bytes \(first)-\(last)/\(file.count)"
        return answer(206, headers: headers, body: Array(file[first...last]))
    }

    /// Blocks until the other side has closed the connection, or the server is gone: for a server that stalls.
    public func stall() {
        while receive() {}
    }

    /// Ends the connection; what was sent before still arrives.
    public func close() {
        let first = isOpen.withLock { isOpen in
            defer { isOpen = false }
            return isOpen
        }
        if first { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    /// Passes bytes on between this connection and one to a port of this machine, until either ends: a tunnel.
    public func tunnel(to port: Int) {
        let other = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { Glibc.close(other) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = UInt16(port).bigEndian
        let result = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe connect(other, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { return }
        var polls = [other, descriptor].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while unsafe poll(&polls, 2, -1) > 0 {
            if polls[0].revents != 0, !pass(from: other, to: descriptor) { return }
            if polls[1].revents != 0, !pass(from: descriptor, to: other) { return }
        }
    }

    private func pass(from source: Int32, to target: Int32) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = unsafe recv(source, &buffer, buffer.count, 0)
        return count > 0 && (unsafe Glibc.send(target, &buffer, count, Int32(MSG_NOSIGNAL))) == count
    }

    /// The next request; nil when there is none any more.
    func read(_ connection: Int) -> StandInServer.Request? {
        var end = headEnd
        while end == nil, receive() { end = headEnd }
        guard let end else { return nil }
        let head = String(decoding: left[..<end], as: UTF8.self).components(separatedBy: "\r\n")
        left.removeFirst(end + 4)
        let words = head[0].split(separator: " ").map(String.init)
        let headers = head.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while left.count < length, receive() {}
        guard words.count == 3, left.count >= length else { return nil }
        let body = Array(left.prefix(length))
        left.removeFirst(length)
        return StandInServer.Request(
            method: words[0],
            target: words[1],
            headers: headers,
            body: body,
            connection: connection
        )
    }

    private var headEnd: Int? {
        guard left.count >= 4 else { return nil }
        return (0...(left.count - 4)).first { left[$0..<$0 + 4].elementsEqual([13, 10, 13, 10]) }
    }

    private func receive() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
        guard count > 0 else { return false }
        left += buffer.prefix(count)
        return true
    }
}
