import CGuard
import Glibc

/// A program that runs for long, under a guard that ends it and all it leaves behind when this process goes, even by
/// SIGKILL.
///
/// It has a process group of its own in a session of its own, an empty standard input or a file as such, one pipe for both
/// its outputs, and no signal blocked or ignored. Nothing it starts escapes the guard, daemons included. Used by one thread at a time.
public final class GuardedProcess {
    /// What became of it.
    public enum Report: Sendable, Hashable {
        /// It runs, under this process id, which is that of its group too.
        case started(Int32)
        /// It does not start, and why.
        case refused(String)
        /// The program itself has ended; what it has started may go on.
        case ended(ChildEnding.Cause)
        /// The program and all that it has started have ended.
        case gone
    }

    /// The guard's process id, which is that of the session of everything under it.
    public let guardIdentifier: Int32
    let line: Descriptor
    let output: Descriptor
    private let program: ChildProgram
    private var pending: [UInt8] = []
    private var isGone = false
    /// False once nobody can write any more.
    private(set) var isListenedTo = true

    /// Starts a program in a folder.
    ///
    /// A program that is missing, or may not be run, is told by a report.
    /// - Parameters:
    ///   - program: What to start.
    ///   - folder: Where it runs.
    ///   - input: A file, from that folder, that it reads as its standard input; nil: that is empty.
    ///   - niceness: How much more it lets others have the processors than this process does: 0 to 19.
    /// - Throws: why there is no process to be had.
    public init(
        _ program: ChildProgram,
        folder: String,
        input: String? = nil,
        niceness: Int = 0
    ) throws(SandboxError) {
        let pipe = try Descriptor.pipe()
        var identifier = pid_t()
        let line = try SpawnRequest(program).startGuarded(
            in: folder,
            input: input,
            niceness: niceness,
            output: pipe.writing,
            guard: &identifier
        )
        pipe.reading.unblock()
        line.unblock()
        guardIdentifier = identifier
        self.program = program
        self.line = line
        output = pipe.reading
    }

    deinit {
        guard !isGone else { return }
        send(UInt8(SIGKILL))
        reap()
    }

    /// Sends a signal to the program and to all that it has started.
    ///
    /// SIGKILL is sent again and again until nothing is left.
    public func signal(_ number: Int32) {
        guard !isGone, let byte = UInt8(exactly: number), byte > 0 else { return }
        send(byte)
    }

    /// What became of it since the last time, without waiting; after `.gone` nothing comes any more.
    public func reports() -> [Report] {
        guard !isGone else { return [] }
        var reports: [Report] = []
        var isClosed = false
        while !isClosed, let piece = piece(of: line, atMost: 256) {
            pending += piece
            isClosed = piece.isEmpty
        }
        while pending.count >= 8 {
            let kind = pending[0]
            let value = (0..<4).reduce(Int32(0)) { $0 | Int32(bitPattern: UInt32(pending[4 + $1]) << (8 * $1)) }
            pending.removeFirst(8)
            reports.append(report(kind, value))
        }
        if isClosed {
            reap()
            isGone = true
            reports.append(.gone)
        }
        return reports
    }

    /// What it has written since the last time, at most so many bytes, without waiting.
    public func written(atMost limit: Int) -> [UInt8] {
        guard isListenedTo, let piece = piece(of: output, atMost: limit) else { return [] }
        isListenedTo = !piece.isEmpty
        return piece
    }

    private func report(_ kind: UInt8, _ value: Int32) -> Report {
        switch Int(kind) {
        case Int(MARRAM_STARTED): .started(value)
        case Int(MARRAM_REFUSED): .refused("\(program.executable) does not start: \(Descriptor.reason(value))")
        default: .ended(ChildEnding.Cause(waitStatus: value))
        }
    }

    /// Bytes that are there; none at the end; nil where nothing is there yet.
    private func piece(of descriptor: borrowing Descriptor, atMost limit: Int) -> [UInt8]? {
        let number = descriptor.number
        var failure: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            let read = unsafe Glibc.read(number, buffer.baseAddress, buffer.count)
            if read < 0 { failure = errno }
            count = max(0, read)
        }
        return failure == EAGAIN || failure == EINTR ? nil : bytes
    }

    private func send(_ byte: UInt8) {
        var byte = byte
        _ = unsafe Glibc.send(line.number, &byte, 1, Int32(MSG_NOSIGNAL))
    }

    private func reap() {
        while waitpid(guardIdentifier, nil, 0) < 0, errno == EINTR {}
    }
}

extension SpawnRequest {
    /// Starts the program in a folder under a guard, with this end as both its outputs; returns the line to the guard.
    consuming func startGuarded(
        in folder: String,
        input: String?,
        niceness: Int,
        output: borrowing Descriptor,
        guard identifier: inout pid_t
    ) throws(SandboxError) -> Descriptor {
        var line: Int32 = -1
        var process = pid_t()
        let error = unsafe withGuarded(
            folder: folder,
            input: input,
            niceness: niceness,
            output: output.number
        ) { guarded in
            unsafe marram_guard_start(guarded, &line, &process)
        }
        guard error == 0 else { throw SandboxError("there is no process to be had (\(Descriptor.reason(error)))") }
        identifier = process
        return Descriptor(line)
    }
}
