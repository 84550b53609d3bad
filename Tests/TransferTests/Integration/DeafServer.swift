import Foundation
import Glibc
import Support

/// A server that takes connections and reads nothing, or answers after the first bytes of a request.
///
/// The descriptor is only closed when nobody uses the object any more.
final class DeafServer: Sendable {
    let url: String
    private let listener: Int32

    /// Sends `answer` once some bytes have come; with nil nothing is ever read.
    init(answer: String? = nil) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe bind(listener, address, size) == 0 && listen(listener, 8) == 0
                    && getsockname(listener, address, &size) == 0
            }
        }
        guard isListening else { throw SupportError("no port to listen on: errno \(errno)") }
        self.listener = listener
        url = "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/k"
        if let answer { Thread.detachNewThread { Self.serve(listener, answer) } }
    }

    deinit {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    /// Answers after the first bytes and reads no more until the other side has ended.
    private static func serve(_ listener: Int32, _ answer: String) {
        let line = accept(listener, nil, nil)
        guard line >= 0 else { return }
        defer { close(line) }
        var buffer = [UInt8](repeating: 0, count: 1024)
        guard unsafe recv(line, &buffer, buffer.count, 0) > 0 else { return }
        _ = unsafe send(line, answer, answer.utf8.count, Int32(MSG_NOSIGNAL))
        while unsafe recv(line, &buffer, buffer.count, 0) > 0 {}
    }
}
