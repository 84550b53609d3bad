import CLinux
import Glibc

/// What a confined process should not be able to do; each says `done`, or what the system says.
enum Deeds {
    static func outcome(_ result: Int32) -> String {
        result >= 0 ? "done" : unsafe String(cString: strerror(errno))
    }

    static func connect(port: UInt16) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return outcome(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafeBytes(of: &address) { bytes in
            guard let start = bytes.baseAddress else { return "no address" }
            return outcome(
                unsafe Glibc.connect(descriptor, start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
            )
        }
    }

    static func pair() -> String {
        var ends: [Int32] = [0, 0]
        return outcome(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends))
    }

    static func write(_ path: String) -> String { outcome(unsafe open(path, O_WRONLY | O_CREAT, 0o600)) }

    /// Stays when its parent ends.
    static func stay() -> Int32 {
        errno = marram_stay_without_parent()
        return errno == 0 ? 0 : -1
    }

    /// Makes another process; Swift does not offer that.
    static func fork() -> String {
        guard let symbol = unsafe dlsym(nil, "fork") else { return "no fork" }
        let fork = unsafe unsafeBitCast(symbol, to: (@convention(c) () -> pid_t).self)
        let result = fork()
        if result == 0 { _exit(0) }
        return outcome(result)
    }

    /// Gives itself the limit of open files that it has.
    static func limit() -> String {
        var limit = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return outcome(unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit))
    }

    /// Replaces this process with a program.
    static func start(_ path: String) -> String {
        var words = unsafe [strdup(path), nil]
        return outcome(unsafe execv(path, &words))
    }

    static func memory(_ bytes: Int) -> String {
        let memory = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        return unsafe memory == MAP_FAILED ? outcome(-1) : "done"
    }
}
