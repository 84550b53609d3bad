import Glibc

/// The descriptors 0, 1 and 2.
enum StandardStreams {
    /// Puts /dev/null where a stream is missing, so that no socket or file is opened in its place and written to as a log.
    static func complete() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            guard unsafe open("/dev/null", O_RDWR) >= 0 else { return }
        }
    }

    /// Writes a text to a stream; what cannot be written, as into a closed pipe, is left out.
    static func write(_ text: String, to stream: Int32) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(stream, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }
}
