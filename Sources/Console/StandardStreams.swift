import Glibc

/// The descriptors 0, 1 and 2.
public enum StandardStreams {
    /// Puts /dev/null where a stream is missing, so that no socket or file is opened in its place and written to as a log.
    ///
    /// Standard C leaves that to whoever starts a program; not everybody does it.
    public static func complete() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) < 0 {
            guard unsafe open("/dev/null", O_RDWR) >= 0 else { return }
        }
    }

    /// Writes bytes to a stream; false where they were not all taken, as by a closed pipe.
    public static func write(_ bytes: [UInt8], to stream: Int32 = 1) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = unsafe rest.withUnsafeBytes { unsafe Glibc.write(stream, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return false }
            rest = rest.dropFirst(written)
        }
        return true
    }

    /// Writes a text to a stream; what cannot be written is left out.
    public static func write(_ text: String, to stream: Int32) {
        _ = write(Array(text.utf8), to: stream)
    }
}
