import Foundation

extension GreengrassClient {
    private struct VersionPage: Decodable {
        struct Row: Decodable {
            let componentVersion: String
            let arn: String
        }

        let componentVersions: [Row]?
        let nextToken: String?
    }

    private struct Status: Decodable {
        let componentState: String?
        let message: String?
        let errors: [String: String]?
    }

    private struct Metadata: Decodable {
        let status: Status?
        let tags: [String: String]?
        let creationTimestamp: Double?
    }

    private struct Recipe: Decodable {
        let recipe: String
        let tags: [String: String]?
    }

    private struct Creation: Encodable {
        let inlineRecipe: String
        let tags: [String: String]?
        let clientToken: String
    }

    private struct Created: Decodable {
        let arn: String?
        let status: Status?
    }

    /// The ARN of a component.
    ///
    /// - Parameters:
    ///   - name: The component's name.
    ///   - account: Whose it is; nil: the caller's; `aws`: AWS's own.
    ///   - version: Adds this version.
    /// - Returns: Such as `arn:aws:greengrass:eu-west-1:123456789012:components:name`.
    /// - Throws: When the name is none, or it is not known whose credentials these are.
    public func arn(of name: String, account: String? = nil, version: String? = nil) throws(AWSError) -> String {
        let owner = if let account { account } else { try session.identity().account }
        let start = "arn:\(session.partition.name):greengrass:\(session.region):\(owner):components:"
        return start + (try Self.checked(name, "component's name")) + (version.map { ":versions:\($0)" } ?? "")
    }

    /// All published versions of a component, as Greengrass orders them: the greatest first; none for one that is not
    /// known.
    public func versions(of name: String, account: String? = nil) throws(AWSError) -> [ComponentVersion] {
        let call = call(
            "ListComponentVersions",
            ["components", try arn(of: name, account: account), "versions"],
            about: name
        )
        do throws(AWSError) {
            return try list(call, as: VersionPage.self) { page in
                let rows = page.componentVersions ?? []
                return (rows.map { ComponentVersion(version: $0.componentVersion, arn: $0.arn) }, page.nextToken)
            }
        } catch {
            guard error.code == "ResourceNotFoundException" else { throw error }
            return []
        }
    }

    /// How far a version has come; nil: it is not there.
    public func describe(_ arn: String) throws(AWSError) -> ComponentDescription? {
        let arn = try Self.checked(arn, "component's ARN")
        let call = call("DescribeComponent", ["components", arn, "metadata"], about: arn)
        guard let found = try session.answerIfThere(call, as: Metadata.self) else { return nil }
        guard let state = found.status?.componentState else { throw Self.incomplete(call, "componentState") }
        return ComponentDescription(
            state: state,
            message: found.status?.message ?? "",
            errors: found.status?.errors ?? [:],
            tags: found.tags ?? [:],
            created: found.creationTimestamp.map { Date(timeIntervalSince1970: $0) }
        )
    }

    /// The recipe of a version, JSON; nil: it is not there.
    public func recipe(_ arn: String) throws(AWSError) -> PublishedRecipe? {
        let arn = try Self.checked(arn, "component's ARN")
        let query = [(name: "recipeOutputFormat", value: "JSON")]
        let call = call("GetComponent", ["components", arn], query: query, about: arn)
        guard let found = try session.answerIfThere(call, as: Recipe.self) else { return nil }
        guard let json = Data(base64Encoded: found.recipe) else { throw Self.incomplete(call, "recipe") }
        return PublishedRecipe(json: Array(json), tags: found.tags ?? [:])
    }

    /// Publishes a version.
    ///
    /// - Parameters:
    ///   - recipe: The recipe, JSON or YAML.
    ///   - tags: Go with it.
    ///   - token: Greengrass knows a request again by it for 8 hours: 1 to 64 of `A-Z a-z 0-9 -`.
    /// - Returns: Its ARN, and how far it has come.
    /// - Throws: `ConflictException` where the version is there already.
    public func create(recipe: [UInt8], tags: [String: String], token: String) throws(AWSError) -> CreatedComponent {
        var call = call("CreateComponentVersion", ["createComponentVersion"], method: "POST")
        let creation = Creation(
            inlineRecipe: Data(recipe).base64EncodedString(),
            tags: tags.isEmpty ? nil : tags,
            clientToken: token
        )
        do {
            // A request that is repeated has to be the same to the byte.
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            call.body = Array(try encoder.encode(creation))
        } catch {
            throw AWSError("Request", "the recipe cannot be sent: \(error)")
        }
        let created = try session.answer(call, as: Created.self)
        guard let arn = created.arn else { throw Self.incomplete(call, "arn") }
        return CreatedComponent(arn: arn, state: created.status?.componentState ?? "REQUESTED")
    }

    static func incomplete(_ call: ServiceCall, _ member: String) -> AWSError {
        AWSError(
            "Answer",
            "\(call.title): the answer has no usable '\(member)'; is it AWS that answers at this endpoint?"
        )
    }
}
