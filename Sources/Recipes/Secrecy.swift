/// What must never be printed, and what is printed in its place.
public enum Secrecy {
    /// What stands in the place of a secret.
    public static let mask = "********"

    private static let tellingWords = ["PASSWORD", "SECRET", "TOKEN", "KEY"]
    private static let tokenBeginnings = [
        "AKIA", "ASIA", "eyJ", "ghp_", "gho_", "github_pat_", "glpat-", "xox", "-----BEGIN",
    ]

    /// Returns true when a variable of this name holds a secret: it contains PASSWORD, SECRET, TOKEN or KEY in any case.
    public static func isSecret(variable name: String) -> Bool {
        let name = name.uppercased()
        return tellingWords.contains { name.contains($0) }
    }

    /// Returns true when the text holds `user:password@`, begins as a well-known token does, or has a part of 32 or
    /// more letters and digits in which capitals, small letters and digits are mixed.
    public static func isSecret(text: String) -> Bool {
        holdsPassword(text) || text.split(whereSeparator: { $0 == "/" || $0.isWhitespace }).contains(where: isToken)
    }

    private static func holdsPassword(_ text: String) -> Bool {
        guard let at = text.lastIndex(of: "@") else { return false }
        let before = text[..<at].split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return before.contains(":")
    }

    private static func isToken(_ part: Substring) -> Bool {
        if part.count >= 16, tokenBeginnings.contains(where: { part.hasPrefix($0) }) { return true }
        guard part.count >= 32, part.utf8.allSatisfy({ isTokenByte($0) }) else { return false }
        return part.contains(where: \.isUppercase) && part.contains(where: \.isLowercase)
            && part.contains(where: \.isNumber)
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "_"): true
        case UInt8(ascii: "-"): true
        default: false
        }
    }
}
