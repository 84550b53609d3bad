/// What is open to those who have not said who they are.
struct AccessRule: Sendable {
    private let paths: Set<String>

    init() {
        paths = Set(
            PageFile.all.flatMap(\.paths) + [
                "/ping", "/clarus/v1/agent/ping", "/api/session", "/api/login", "/api/logout",
            ]
        )
    }

    /// Whether a path is open.
    func isOpen(_ path: String) -> Bool {
        path.hasPrefix("/v2/health/") || paths.contains(path)
            || (path.utf8.count > 1 && path.hasSuffix("/") && paths.contains(String(path.dropLast())))
    }
}
