import CGuard
import CLinux
import Glibc

/// What `posix_spawn` is asked for.
///
/// `deinit` frees what it points to.
@safe struct SpawnRequest: ~Copyable {
    private static let mostTries = 100
    /// Microseconds between two tries.
    private static let pause: UInt32 = 10_000

    private let executable: String
    private var words: [UnsafeMutablePointer<CChar>?]
    private var variables: [UnsafeMutablePointer<CChar>?]

    init(_ program: ChildProgram) {
        executable = program.executable
        unsafe words = ([program.executable] + program.arguments).map { unsafe strdup($0) } + [nil]
        unsafe variables = program.environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    }

    deinit { unsafe (words + variables).forEach { unsafe free($0) } }

    /// Starts the program with these ends as its standard output and standard error; returns its id.
    consuming func start(
        output: borrowing Descriptor,
        errors: borrowing Descriptor
    ) throws(SandboxError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.number, STDOUT_FILENO)
        unsafe posix_spawn_file_actions_adddup2(&actions, errors.number, STDERR_FILENO)
        unsafe marram_close_from(&actions, STDERR_FILENO + 1)
        Self.describe(&attributes)
        return try unsafe spawn(&actions, &attributes)
    }

    /// Hands what a guard needs to know to `body`.
    consuming func withGuarded(
        folder: String,
        input: String?,
        niceness: Int,
        output: Int32,
        _ body: (UnsafePointer<marram_guarded>) -> Int32
    ) -> Int32 {
        let input = unsafe input.map { unsafe strdup($0) } ?? nil
        defer { unsafe free(input) }
        return unsafe executable.withCString { executable in
            unsafe folder.withCString { folder in
                unsafe words.withUnsafeBufferPointer { words in
                    unsafe variables.withUnsafeBufferPointer { variables in
                        var guarded = unsafe marram_guarded(
                            executable: executable,
                            words: words.baseAddress,
                            variables: variables.baseAddress,
                            folder: folder,
                            input: input,
                            niceness: Int32(clamping: niceness),
                            output: output
                        )
                        return unsafe body(&guarded)
                    }
                }
            }
        }
    }

    /// Starts the program in a session of its own, with one file as both its outputs; returns its id.
    consuming func startDetached(output path: String) throws(SandboxError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawnattr_destroy(&attributes)
            unsafe posix_spawn_file_actions_destroy(&actions)
        }
        let flags = O_WRONLY | O_CREAT | O_TRUNC
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, path, flags, 0o600)
        unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        unsafe marram_close_from(&actions, STDERR_FILENO + 1)
        Self.describe(&attributes, isDetached: true)
        return try unsafe spawn(&actions, &attributes)
    }

    /// Starts the program; one that is busy is tried again for a second.
    ///
    /// What has just been written may still be open in a process that another thread starts meanwhile; until that has become
    /// its own program, the file cannot be run.
    private mutating func spawn(
        _ actions: inout posix_spawn_file_actions_t,
        _ attributes: inout posix_spawnattr_t
    ) throws(SandboxError) -> pid_t {
        var identifier = pid_t()
        var error: Int32 = 0
        for _ in 0..<Self.mostTries {
            error = unsafe posix_spawn(&identifier, executable, &actions, &attributes, &words, &variables)
            guard error == ETXTBSY else { break }
            usleep(Self.pause)
        }
        guard error == 0 else {
            throw SandboxError("\(executable) does not start: \(Descriptor.reason(error))")
        }
        return identifier
    }

    /// A group of its own, or a session, and no signal blocked or ignored.
    private static func describe(_ attributes: inout posix_spawnattr_t, isDetached: Bool = false) {
        var none = sigset_t()
        var all = sigset_t()
        unsafe sigemptyset(&none)
        unsafe sigfillset(&all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setpgroup(&attributes, 0)
        let place = isDetached ? MARRAM_SPAWN_SESSION : POSIX_SPAWN_SETPGROUP
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | Int32(place)
        unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
    }
}
