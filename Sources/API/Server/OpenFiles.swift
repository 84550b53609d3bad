import Glibc

/// How many files this process may have open, connections among them.
enum OpenFiles {
    /// Files that are left to all else: models, databases, the broker, programs that are started.
    static let others = 256

    /// Connections that fit beside all else, at least 8.
    ///
    /// The limit is not raised: what waits by `select` can tell no more than 1024 files apart.
    static func fitting(_ connections: Int, limit: Int = limit) -> Int { min(connections, max(8, limit - others)) }

    /// The limit of this process (`ulimit -n`).
    static var limit: Int {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }
}
