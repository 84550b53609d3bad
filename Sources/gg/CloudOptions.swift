import AWS
import ArgumentParser
import Foundation
import Transfer

/// Which AWS is asked, and in whose name.
struct CloudOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The profile of ~/.aws; stronger than keys in the environment (default: AWS_PROFILE, else what the "
                + "environment has).",
            valueName: "name"
        )
    )
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "The region (default: AWS_REGION, AWS_DEFAULT_REGION, else the profile's).",
            valueName: "region"
        )
    )
    var region: String?

    @Option(
        help: ArgumentHelp(
            "The URL of all services of AWS (default: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL, else AWS's own).",
            valueName: "url"
        )
    )
    var endpointURL: String?

    @Option(
        help: ArgumentHelp(
            "A role that is assumed; by default, what is done is done in one's own name.",
            valueName: "arn"
        )
    )
    var assumeRole: String?

    @Option(help: ArgumentHelp("The external id that the role's trust policy asks for.", valueName: "id"))
    var externalID: String?

    @Option(help: ArgumentHelp("A tag of the role's session; may be repeated.", valueName: "key=value"))
    var sessionTag: [String] = []

    @Option(
        help: ArgumentHelp("What the role's session is called in AWS's logs (default: gg).", valueName: "name")
    )
    var roleSessionName: String?

    @Option(
        help: ArgumentHelp(
            "How long the role's keys last, 900 to 43200 seconds; they are renewed (default: 3600).",
            valueName: "seconds"
        )
    )
    var roleDuration: Int?

    @Option(help: ArgumentHelp("Who began the chain of roles, for AWS's logs.", valueName: "name"))
    var sourceIdentity: String?

    mutating func validate() throws {
        let details: [(String, Bool)] = [
            ("--external-id", externalID != nil), ("--session-tag", !sessionTag.isEmpty),
            ("--role-session-name", roleSessionName != nil), ("--role-duration", roleDuration != nil),
            ("--source-identity", sourceIdentity != nil),
        ]
        if assumeRole == nil, let lonely = details.first(where: \.1) {
            throw ValidationError("\(lonely.0) goes with --assume-role, which is not there")
        }
        _ = try role()
    }

    /// What is said, with what the environment and the profile say.
    ///
    /// - Parameters:
    ///   - fallback: The region where the options name none, such as the configuration's; stronger than the environment.
    ///   - environment: The process's variables.
    ///   - cancellation: Ends what is under way.
    /// - Returns: The session; nothing is connected yet.
    /// - Throws: `AWSError` where no region is named or the profile cannot be read.
    func session(
        region fallback: String? = nil,
        environment: [String: String] = ProcessInfo.processInfo.environment,
        cancellation: Cancellation? = nil
    ) throws -> AWSSession {
        let session = try AWSSession(
            region: region ?? fallback,
            profile: profile,
            endpoint: endpointURL,
            environment: environment,
            homeDirectory: environment["HOME"],
            http: HTTPClient(TransferOptions(userAgent: "gg"), environment: environment),
            cancellation: cancellation
        )
        guard let role = try role() else { return session }
        return session.assuming(role)
    }

    private func role() throws -> AssumedRole? {
        guard let assumeRole else { return nil }
        do {
            return try AssumedRole(
                checking: assumeRole,
                session: roleSessionName ?? "gg",
                externalID: externalID,
                seconds: roleDuration,
                tags: try sessionTag.map(Self.tag),
                sourceIdentity: sourceIdentity
            )
        } catch let error as AWSError {
            throw ValidationError(error.message)
        }
    }

    private static func tag(_ text: String) throws -> AssumedRole.Tag {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw ValidationError("the session tag '\(text)' has no '='; expected key=value")
        }
        return AssumedRole.Tag(String(parts[0]), String(parts[1]))
    }
}
