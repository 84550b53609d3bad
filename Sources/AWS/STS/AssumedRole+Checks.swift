extension AssumedRole {
    /// Describes a role, as STS will take it.
    ///
    /// - Throws: `AWSError` with the code `Role` where a member is not as STS wants it; it says which, and what is expected.
    public init(
        checking arn: String,
        session: String,
        externalID: String? = nil,
        seconds: Int? = nil,
        tags: [Tag] = [],
        sourceIdentity: String? = nil
    ) throws(AWSError) {
        guard Self.isRoleARN(arn) else {
            throw AWSError("Role", "'\(arn.prefix(80))' is no role; expected arn:aws:iam::123456789012:role/name")
        }
        try Self.check("session's name", session, 2...64, besides: "_+=,.@-")
        if let sourceIdentity { try Self.check("source identity", sourceIdentity, 2...64, besides: "_+=,.@-") }
        if let externalID { try Self.check("external id", externalID, 2...1224, besides: "_+=,.@:/-") }
        if let seconds, !(900...43200).contains(seconds) {
            throw AWSError("Role", "the role's keys cannot last \(seconds) seconds; expected 900 to 43200")
        }
        guard tags.count <= 50, Set(tags.map { $0.key.lowercased() }).count == tags.count else {
            throw AWSError("Role", "session tags are at most 50, each key once")
        }
        for tag in tags where !(1...128).contains(tag.key.count) || tag.value.count > 256 {
            throw AWSError(
                "Role",
                "the session tag '\(tag.key.prefix(128))' is too long or has no key; expected 1 to 128=0 to 256 characters"
            )
        }
        self.init(
            arn: arn,
            session: session,
            externalID: externalID,
            seconds: seconds,
            tags: tags,
            sourceIdentity: sourceIdentity
        )
    }

    /// True for `arn:PARTITION:iam::ACCOUNT:role/…`.
    private static func isRoleARN(_ text: String) -> Bool {
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard (20...2048).contains(text.utf8.count), parts.count == 6, parts[0] == "arn", parts[2] == "iam" else {
            return false
        }
        return parts[1].hasPrefix("aws") && parts[3].isEmpty && parts[4].utf8.count == 12
            && parts[4].utf8.allSatisfy { (0x30...0x39).contains($0) } && parts[5].hasPrefix("role/")
            && parts[5].utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    private static func check(
        _ what: String,
        _ text: String,
        _ lengths: ClosedRange<Int>,
        besides marks: String
    ) throws(AWSError) {
        let isAllowed = text.utf8.allSatisfy { byte in
            let character = Character(UnicodeScalar(byte))
            return character.isASCII && (character.isLetter || character.isNumber || marks.contains(character))
        }
        guard isAllowed, lengths.contains(text.utf8.count) else {
            throw AWSError(
                "Role",
                "the \(what) '\(text.prefix(64))' cannot be used; expected \(lengths.lowerBound) to "
                    + "\(lengths.upperBound) letters, digits and \(marks)"
            )
        }
    }
}
