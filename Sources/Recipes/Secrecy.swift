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

    /// Returns true when the text holds `user:password@`, has a part that begins as a well-known token does, or has a
    /// run of 24 or more letters and digits with capitals, small letters and at least two digits.
    public static func isSecret(text: String) -> Bool {
        holdsPassword(text)
            || text.split { $0 == "/" || $0.isWhitespace }.contains(where: beginsAsToken)
            || text.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.contains(where: looksRandom)
    }

    private static func holdsPassword(_ text: String) -> Bool {
        guard let at = text.lastIndex(of: "@") else { return false }
        let before = text[..<at].split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        return before.contains(":")
    }

    private static func beginsAsToken(_ part: Substring) -> Bool {
        part.count >= 16 && tokenBeginnings.contains { part.hasPrefix($0) }
    }

    private static func looksRandom(_ run: Substring) -> Bool {
        run.count >= 24 && run.contains(where: \.isUppercase) && run.contains(where: \.isLowercase)
            && run.count(where: \.isNumber) >= 2
    }
}
