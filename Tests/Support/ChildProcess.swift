import CLinux
import Foundation
import Glibc

/// A program started with pipes for its standard streams and no other open file, and with no signal blocked or ignored.
///
/// Foundation's `Process` hands on the signal mask of the thread that starts it: from a thread of Dispatch, SIGTERM would
/// be blocked in the program for good. It also lets programs that start side by side inherit each other's descriptors, and a
/// file that another test has open meanwhile would be kept on its disk after it is removed: Foundation's are handed on.
struct ChildProcess: Sendable {
    private static let starting = NSLock()
    /// A program that ends before it has read its input does not end the tests that write it.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// The process id.
    let identifier: pid_t
    /// Ends of the pipes: what is written to `input` is the program's standard input.
    let input: FileHandle
    let output: FileHandle
    let errors: FileHandle

    /// Starts a program, found in PATH unless it is a path.
    init(_ arguments: [String], environment: [String: String], folder: URL?) throws {
        Self.ignoresBrokenPipes
        let command = ["/usr/bin/env"] + (folder.map { ["-C", $0.path] } ?? []) + arguments
        let variables = environment.map { "\($0)=\($1)" }
        // Between a pipe and its mark no other program may start: it would inherit the pipe.
        let (identifier, pipes) = try Self.starting.withLock {
            let pipes = try [Self.pipe(), Self.pipe(), Self.pipe()]
            let theirs = [pipes[0].reading, pipes[1].writing, pipes[2].writing]
            defer { theirs.forEach { close($0) } }
            return (try Self.spawn(command, variables, streams: theirs), pipes)
        }
        self.identifier = identifier
        input = FileHandle(fileDescriptor: pipes[0].writing, closeOnDealloc: true)
        output = FileHandle(fileDescriptor: pipes[1].reading, closeOnDealloc: true)
        errors = FileHandle(fileDescriptor: pipes[2].reading, closeOnDealloc: true)
    }

    /// Writes to the program's standard input as much as it takes; one that has ended takes no more.
    func write(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { buffer in
                unsafe Glibc.write(input.fileDescriptor, buffer.baseAddress, buffer.count)
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EPIPE {
                return
            } else if errno != EINTR {
                throw SupportError("nothing can be written to process \(identifier): errno \(errno)")
            }
        }
    }

    /// Blocks until the program has ended, and returns its exit code, or 128 and the number of the signal that ended it.
    ///
    /// Its id stays taken until `forget` is called.
    func waitForEnd() -> Int32 {
        var information = unsafe siginfo_t()
        while unsafe waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let status = unsafe information._sifields._sigchld.si_status
        return unsafe information.si_code == CLD_EXITED ? status : 128 + status
    }

    /// Lets go of the id of a program that has ended.
    func forget() {
        while waitpid(identifier, nil, 0) < 0, errno == EINTR {}
    }

    private static func pipe() throws -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard unsafe Glibc.pipe(&ends) == 0 else { throw SupportError("no pipe: errno \(errno)") }
        return (try aboveStandardStreams(ends[0]), try aboveStandardStreams(ends[1]))
    }

    /// The same end under a number that is none of 0, 1 and 2, closed in programs that start.
    ///
    /// Where the tests themselves have no standard input, a pipe may get its number, and setting up the program's own
    /// streams would overwrite it.
    private static func aboveStandardStreams(_ end: Int32) throws -> Int32 {
        defer { close(end) }
        let moved = fcntl(end, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
        guard moved >= 0 else { throw SupportError("no descriptor: errno \(errno)") }
        return moved
    }

    private static func spawn(_ arguments: [String], _ environment: [String], streams: [Int32]) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var variables = unsafe environment.map { unsafe strdup($0) } + [nil]
        defer {
            unsafe (words + variables).forEach { unsafe free($0) }
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        for (number, descriptor) in streams.enumerated() {
            unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, Int32(number))
        }
        unsafe marram_close_from(&actions, STDERR_FILENO + 1)
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var identifier = pid_t()
        let result = unsafe posix_spawn(&identifier, arguments[0], &actions, &attributes, &words, &variables)
        guard result == 0 else { throw SupportError("\(arguments) does not start: errno \(result)") }
        return identifier
    }
}
