import CLinux
import Glibc

/// An open descriptor, closed when it goes.
struct Descriptor: ~Copyable {
    let number: Int32

    /// Takes a descriptor over; a negative number is none.
    init(_ number: Int32) { self.number = number }

    deinit { if number >= 0 { close(number) } }

    /// Makes a pipe whose ends are closed in programs that start and are none of the standard streams.
    ///
    /// - Throws: why there is none.
    static func pipe() throws(SandboxError) -> Pipe {
        var ends: [Int32] = [-1, -1]
        let error = unsafe marram_pipe(&ends)
        guard error == 0 else {
            throw SandboxError("there is no pipe to be had (\(reason(error))); raise the limit of open files")
        }
        let first = Descriptor(ends[0])
        let second = Descriptor(ends[1])
        return Pipe(reading: try first.aboveStandardStreams(), writing: try second.aboveStandardStreams())
    }

    /// The same end under a number that setting up a program's own streams does not overwrite.
    private consuming func aboveStandardStreams() throws(SandboxError) -> Descriptor {
        if number > STDERR_FILENO { return self }
        let moved = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard moved >= 0 else {
            throw SandboxError(
                "there is no descriptor to be had (\(Self.reason(errno))); raise the limit of open files"
            )
        }
        return Descriptor(moved)
    }

    /// Lets reads return at once.
    func unblock() { _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK) }

    /// What the system says of an error's number.
    static func reason(_ error: Int32) -> String { unsafe String(cString: strerror(error)) }
}

/// Both ends of a pipe.
struct Pipe: ~Copyable {
    let reading: Descriptor
    let writing: Descriptor
}
