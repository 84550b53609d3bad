import Glibc

/// Interrupts the loop's wait from any thread.
public final class Wakeup: Sendable {
    /// The reading end of a pipe; readable once signalled.
    let descriptor: Int32
    private let writingEnd: Int32

    /// Makes one.
    public init() throws(MQTTError) {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else {
            throw MQTTError(.failed, "no file descriptor is left for the event loop; raise the limit of open files")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        descriptor = ends[0]
        writingEnd = ends[1]
    }

    deinit {
        _ = close(descriptor)
        _ = close(writingEnd)
    }

    /// Makes the loop's current or next wait return.
    ///
    /// A full pipe is signal enough.
    public func signal() {
        var byte: UInt8 = 1
        _ = unsafe Glibc.write(writingEnd, &byte, 1)
    }

    /// Forgets signals so far.
    func drain() {
        var bytes = InlineArray<256, UInt8>(repeating: 0)
        var room = bytes.mutableSpan
        unsafe room.withUnsafeMutableBytes { room in
            while unsafe Glibc.read(descriptor, room.baseAddress, room.count) == room.count {}
        }
    }
}
