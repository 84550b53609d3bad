/// A version of which the end may be missing or a wildcard: `1`, `1.x`, `1.2.*`, `1.2.3-rc.1`.
struct PartialVersion {
    /// One to three numbers; none is a wildcard alone.
    private let parts: [Int]
    private let prerelease: [String]

    init?(_ text: Substring) {
        let bare = text.first == "v" || text.first == "V" ? text.dropFirst() : text
        let halves = bare.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        guard let core = halves.first, SemanticVersion.words(halves.dropFirst().first, isPrerelease: false) != nil
        else { return nil }
        let pieces = core.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard let numbers = pieces.first,
            let words = SemanticVersion.words(pieces.dropFirst().first, isPrerelease: true)
        else { return nil }
        let names = numbers.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...3).contains(names.count) else { return nil }
        var parts: [Int] = []
        var isOpen = false
        for name in names {
            if ["x", "X", "*"].contains(name) {
                isOpen = true
            } else {
                guard let part = SemanticVersion.part(name) else { return nil }
                if !isOpen { parts.append(part) }
            }
        }
        guard words.isEmpty || names.count == 3 else { return nil }
        self.parts = parts
        prerelease = parts.count == 3 ? words : []
    }

    /// Returns what a sign before this version says, in comparisons with whole versions.
    func comparisons(for sign: Substring) -> [VersionComparison] {
        switch sign {
        case "^": from(to: caretEnd)
        case "~", "~>": from(to: after(place: min(1, parts.count - 1)))
        case ">": greater
        case "<": parts.isEmpty ? [Self.none] : [.init(.less, parts.count == 3 ? lowest : first(lowest))]
        case ">=": parts.isEmpty ? [] : [.init(.atLeast, lowest)]
        case "<=":
            parts.count == 3 ? [.init(.atMost, lowest)] : after(place: parts.count - 1).map { [.init(.less, $0)] } ?? []
        default: parts.count == 3 ? [.init(.equal, lowest)] : from(to: after(place: parts.count - 1))
        }
    }

    private static let none = VersionComparison(
        .less,
        SemanticVersion(major: 0, minor: 0, patch: 0, prerelease: ["0"])
    )

    private var greater: [VersionComparison] {
        guard parts.count < 3 else { return [.init(.greater, lowest)] }
        guard let end = after(place: parts.count - 1) else { return [Self.none] }
        return [.init(.atLeast, SemanticVersion(major: end.major, minor: end.minor, patch: end.patch))]
    }

    private var lowest: SemanticVersion {
        let numbers = parts + [0, 0, 0]
        return SemanticVersion(major: numbers[0], minor: numbers[1], patch: numbers[2], prerelease: prerelease)
    }

    /// The first number that is not zero must stay, or the last that is there.
    private var caretEnd: SemanticVersion? {
        after(place: parts.firstIndex { $0 != 0 } ?? parts.count - 1)
    }

    private func from(to end: SemanticVersion?) -> [VersionComparison] {
        guard let end else { return [] }
        return [.init(.atLeast, lowest), .init(.less, end)]
    }

    /// Returns the very first version with one more at `place`; nil for a wildcard.
    private func after(place: Int) -> SemanticVersion? {
        guard parts.indices.contains(place) else { return nil }
        var numbers = Array(parts[...place])
        numbers[place] += 1
        numbers += [0, 0, 0]
        return first(SemanticVersion(major: numbers[0], minor: numbers[1], patch: numbers[2]))
    }

    private func first(_ version: SemanticVersion) -> SemanticVersion {
        SemanticVersion(major: version.major, minor: version.minor, patch: version.patch, prerelease: ["0"])
    }
}
