/// One comparison of a range: `>=1.2.3`.
struct VersionComparison: Hashable {
    enum Sign: Hashable {
        case less, atMost, equal, atLeast, greater
    }

    let sign: Sign
    let version: SemanticVersion

    init(_ sign: Sign, _ version: SemanticVersion) {
        self.sign = sign
        self.version = version
    }

    func holds(_ other: SemanticVersion) -> Bool {
        switch sign {
        case .less: other < version
        case .atMost: !(version < other)
        case .equal: !(version < other) && !(other < version)
        case .atLeast: !(other < version)
        case .greater: version < other
        }
    }

    /// True when the comparison itself speaks of pre-releases of these three numbers.
    func invites(_ other: SemanticVersion) -> Bool {
        !version.prerelease.isEmpty && version.major == other.major && version.minor == other.minor
            && version.patch == other.patch
    }
}
