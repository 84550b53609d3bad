/// A version as Semantic Versioning 2.0.0 writes it, within Greengrass' limits: `1.4.0`, `2.0.0-rc.1+build.5`.
public struct SemanticVersion: Sendable, Hashable {
    /// Characters that a version may have: 64.
    public static let maximumLength = 64
    /// The greatest number that major, minor and patch may be: 999,999.
    public static let maximumPart = 999_999

    /// The first number: 0 to 999,999.
    public let major: Int
    /// The second number: 0 to 999,999.
    public let minor: Int
    /// The third number: 0 to 999,999.
    public let patch: Int
    /// The words after `-`, as they were written; empty for a release proper.
    public let prerelease: [String]
    /// The words after `+`, as they were written; they do not count when versions are put in order.
    public let build: [String]

    /// Makes the version `major.minor.patch`; numbers out of range are brought into it.
    public init(_ major: Int, _ minor: Int, _ patch: Int) {
        let within = { (part: Int) in min(max(part, 0), Self.maximumPart) }
        self.init(major: within(major), minor: within(minor), patch: within(patch))
    }

    /// Reads a version; nil when the text is none, or exceeds a limit.
    public init?(_ text: String) {
        guard text.utf8.count <= Self.maximumLength else { return nil }
        let halves = text.split(separator: "+", maxSplits: 1, omittingEmptySubsequences: false)
        let pieces = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let parts = pieces[0].split(separator: ".", omittingEmptySubsequences: false).map { Self.part($0) }
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2],
            let prerelease = Self.words(pieces.dropFirst().first, isPrerelease: true),
            let build = Self.words(halves.dropFirst().first, isPrerelease: false)
        else { return nil }
        self.init(major: major, minor: minor, patch: patch, prerelease: prerelease, build: build)
    }

    init(major: Int, minor: Int, patch: Int, prerelease: [String] = [], build: [String] = []) {
        self.major = major
        self.minor = minor
        self.patch = patch
        self.prerelease = prerelease
        self.build = build
    }

    /// Reads digits without a leading zero, up to 999,999.
    static func part(_ text: Substring) -> Int? {
        guard (1...6).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return text.utf8.count > 1 && text.first == "0" ? nil : Int(text)
    }

    /// Reads words between dots; none is an empty list, and a wrong one nil.
    static func words(_ text: Substring?, isPrerelease: Bool) -> [String]? {
        guard let text else { return [] }
        let words = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let fit = words.allSatisfy { word in
            !word.isEmpty && word.utf8.allSatisfy(isWordByte)
                && !(isPrerelease && word.utf8.count > 1 && word.first == "0" && word.utf8.allSatisfy(isDigit))
        }
        return fit ? words : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "-") || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}

extension SemanticVersion: CustomStringConvertible {
    /// The version as it is written.
    public var description: String {
        var text = "\(major).\(minor).\(patch)"
        if !prerelease.isEmpty { text += "-" + prerelease.joined(separator: ".") }
        if !build.isEmpty { text += "+" + build.joined(separator: ".") }
        return text
    }
}
