extension SemanticVersion: Comparable {
    /// Returns true when the left version comes before the right one; what stands after `+` does not count.
    public static func < (left: SemanticVersion, right: SemanticVersion) -> Bool {
        let numbers = (left.major, left.minor, left.patch)
        let others = (right.major, right.minor, right.patch)
        guard numbers == others else { return numbers < others }
        guard !left.prerelease.isEmpty else { return false }
        guard !right.prerelease.isEmpty else { return true }
        for (word, other) in zip(left.prerelease, right.prerelease) where word != other {
            return precedes(word, other)
        }
        return left.prerelease.count < right.prerelease.count
    }

    /// Numbers come before words and in the order of their values; words in that of their bytes.
    private static func precedes(_ word: String, _ other: String) -> Bool {
        switch (isNumber(word), isNumber(other)) {
        case (true, true):
            word.utf8.count == other.utf8.count
                ? word.utf8.lexicographicallyPrecedes(other.utf8) : word.utf8.count < other.utf8.count
        case (true, false): true
        case (false, true): false
        case (false, false): word.utf8.lexicographicallyPrecedes(other.utf8)
        }
    }

    private static func isNumber(_ word: String) -> Bool {
        word.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}

extension SemanticVersion {
    /// Returns the version that follows this one: `part` is one more, and what stands behind it is zero.
    ///
    /// A pre-release is followed by the release that it leads to, where that is no smaller step: after `1.1.0-rc.1`
    /// come patch and minor `1.1.0` and major `2.0.0`. A number that is at its limit carries into the one before.
    public func next(_ part: VersionPart) -> SemanticVersion {
        let leads =
            switch part {
            case .patch: !prerelease.isEmpty
            case .minor: !prerelease.isEmpty && patch == 0
            case .major: !prerelease.isEmpty && patch == 0 && minor == 0
            }
        guard !leads else { return SemanticVersion(major, minor, patch) }
        if part == .patch, patch < Self.maximumPart { return SemanticVersion(major, minor, patch + 1) }
        if part != .major, minor < Self.maximumPart { return SemanticVersion(major, minor + 1, 0) }
        return SemanticVersion(major + 1, 0, 0)
    }

    /// Returns the version after the greatest of `published`, in whatever order they are; 1.0.0 where there is none.
    public static func next(_ part: VersionPart, after published: [SemanticVersion]) -> SemanticVersion {
        published.max()?.next(part) ?? SemanticVersion(1, 0, 0)
    }
}
