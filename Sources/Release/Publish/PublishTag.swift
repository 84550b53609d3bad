/// The tags that published versions carry.
enum PublishTag {
    /// Says by which sources a version was made.
    static let digest = "gg-source-digest"
    /// Says from which commit.
    static let commit = "gg-commit"

    /// The tags of a component version.
    static func all(of entry: ReleaseFile.Entry, commit: String?) -> [String: String] {
        var tags = [digest: entry.sourceDigest]
        if let commit, isValue(commit) { tags[Self.commit] = commit }
        return tags
    }

    /// What AWS takes as a tag's value, without blanks.
    private static func isValue(_ text: String) -> Bool {
        (1...256).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"): true
                default: "_.:/=+-@".utf8.contains(byte)
                }
            }
    }
}
