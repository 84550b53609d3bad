/// Paths below a folder of artifacts.
enum ArtifactPath {
    /// True for a relative path that stays below its folder: no empty part, no `.`, no `..`, no backslash, no control
    /// character; at most 1024 bytes.
    static func isSafe(_ path: String) -> Bool {
        path.utf8.count <= 1024
            && path.split(separator: "/", omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
            && path.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 && $0 != "\\" }
    }
}
