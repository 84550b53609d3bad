/// A thing or a thing group that components are deployed to.
public struct DeploymentTarget: Sendable, Hashable, CustomStringConvertible {
    /// Whether it is one device or many.
    public enum Kind: Sendable, Hashable {
        case thing
        case group
    }

    /// Its ARN.
    public let arn: String
    /// Whether it is one device or many.
    public let kind: Kind
    /// Its name.
    public let name: String
    /// The region in the ARN.
    public let region: String
    /// The account in the ARN, 12 digits.
    public let account: String

    /// Reads `arn:PARTITION:iot:REGION:ACCOUNT:thing/NAME` or `…:thinggroup/NAME`.
    ///
    /// - Throws: `input`, with what was found and what is expected.
    public init(_ arn: String) throws(ReleaseError) {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        let last = parts.count == 6 ? parts[5].split(separator: "/", maxSplits: 1).map(String.init) : []
        let kinds: [String: Kind] = ["thing": .thing, "thinggroup": .group]
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iot", !parts[3].isEmpty,
            parts[4].count == 12, parts[4].allSatisfy({ $0.isASCII && $0.isNumber }),
            last.count == 2, let kind = kinds[last[0]], Self.isName(last[1])
        else {
            throw ReleaseError(
                .input,
                """
                the target is \(Self.shown(arn)); expected the ARN of a thing or a thing group, such as \
                arn:aws:iot:eu-west-1:111122223333:thinggroup/press-line: give it with --target-arn
                """
            )
        }
        self.arn = arn
        self.kind = kind
        name = last[1]
        region = parts[3]
        account = parts[4]
    }

    /// The ARN.
    public var description: String { arn }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 128
            && text.unicodeScalars.allSatisfy { scalar in
                switch scalar {
                case "a"..."z", "A"..."Z", "0"..."9", ":", "_", "-": true
                default: false
                }
            }
    }

    private static func shown(_ text: String) -> String {
        let plain = text.unicodeScalars.prefix(200).map { $0.properties.generalCategory == .control ? "?" : String($0) }
        return "'\(plain.joined())'"
    }
}
