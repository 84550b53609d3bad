/// A range of versions as npm writes it: `^1.2`, `~0.3.1`, `>=1.0.0 <2.0.0`, `1.x`, `1.2.3 - 2`, `1.0.0 || ^2.0.0`.
public struct VersionRange: Sendable, Hashable {
    /// Characters that a range may have: 255.
    public static let maximumLength = 255

    /// The range as it was written.
    public let text: String
    /// A version is in the range when it satisfies every comparison of one of these.
    private let alternatives: [[VersionComparison]]

    /// Reads a range, of which an empty text has every version; nil when the text is none.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        var alternatives: [[VersionComparison]] = []
        for part in text.split(separator: "||", omittingEmptySubsequences: false) {
            guard let comparisons = Self.comparisons(part) else { return nil }
            alternatives.append(comparisons)
        }
        self.text = text
        self.alternatives = alternatives
    }

    /// Returns true when `version` is in the range.
    ///
    /// A pre-release is only where the range names a pre-release of the same three numbers: `1.2.3-rc.2` is in
    /// `^1.2.3-rc.1`, and not in `^1.2.0`.
    public func contains(_ version: SemanticVersion) -> Bool {
        alternatives.contains { comparisons in
            comparisons.allSatisfy { $0.holds(version) }
                && (version.prerelease.isEmpty || comparisons.contains { $0.invites(version) })
        }
    }

    private static func comparisons(_ part: Substring) -> [VersionComparison]? {
        let words = part.split(whereSeparator: \.isWhitespace)
        if words.count == 3, words[1] == "-" {
            guard let low = PartialVersion(words[0]), let high = PartialVersion(words[2]) else { return nil }
            return low.comparisons(for: ">=") + high.comparisons(for: "<=")
        }
        var comparisons: [VersionComparison] = []
        var pending: Substring?
        for word in words {
            let sign = pending ?? sign(of: word)
            let rest = pending == nil ? word.dropFirst(sign.count) : word
            pending = nil
            guard !rest.isEmpty else {
                pending = sign
                continue
            }
            guard let version = PartialVersion(rest) else { return nil }
            comparisons += version.comparisons(for: sign)
        }
        return pending == nil ? comparisons : nil
    }

    private static func sign(of word: Substring) -> Substring {
        for sign in [">=", "<=", "~>", ">", "<", "=", "^", "~"] where word.hasPrefix(sign) {
            return word.prefix(sign.count)
        }
        return word.prefix(0)
    }
}

extension VersionRange: CustomStringConvertible {
    /// The range as it was written.
    public var description: String { text }
}
