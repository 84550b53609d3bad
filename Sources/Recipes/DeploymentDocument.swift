/// What is asked of `CreateDeployment`: which components, in which versions, on which devices, and how.
public struct DeploymentDocument: Sendable {
    /// The document as it was written, `merge` being a text; members that are null are left out.
    public let value: JSONValue

    /// Members that the service knows, in the order in which they are written.
    static let members = [
        "targetArn", "deploymentName", "components", "deploymentPolicies", "iotJobConfiguration", "parentTargetArn",
        "tags", "clientToken",
    ]
    /// What `targetArn` may be until the target is known.
    public static let targetPlaceholders = ["$THING_GROUP_ARN$", "$TARGET_ARN$"]

    /// Reads and checks a document or a template of one.
    ///
    /// `targetArn` may be missing or a placeholder, and so may `componentVersion` (`x.x.x`), since `filled` knows them.
    /// - Parameters:
    ///   - document: the tree of the whole file.
    ///   - variables: what `$NAME$` and `${NAME}` stand for; nil where the file has been filled in already.
    /// - Throws: everything that is unknown, missing, of the wrong kind or out of its limits, each at its place.
    public init(_ document: ConfigurationNode, variables: [String: String]? = nil) throws(ConfigurationError) {
        var reader = DeploymentReader(variables: variables)
        value = reader.document(document)
        guard reader.problems.isEmpty else { throw ConfigurationError(reader.problems) }
    }

    /// The target's ARN; nil where the document has none, or a placeholder.
    public var target: String? {
        value["targetArn"]?.text.flatMap { Self.targetPlaceholders.contains($0) ? nil : $0 }
    }

    /// Names of the components, in the order of the document.
    public var components: [String] { value["components"]?.members?.map(\.name) ?? [] }

    /// Components without a version of which `versions` says none either.
    public func componentsWithoutVersion(_ versions: [String: SemanticVersion] = [:]) -> [String] {
        let members = value["components"]?.members ?? []
        return members.filter { versions[$0.name] == nil && !Self.hasVersion($0.value) }.map(\.name)
    }

    /// Returns the document with `componentVersion` of the components of `versions`, and the target.
    ///
    /// Components of `versions` that the document does not name are added behind the others, in the order of their
    /// names; everything else is as it was written. A target that is nil leaves `targetArn` as it is.
    public func filled(versions: [String: SemanticVersion], target: String?) -> JSONValue {
        var components = value["components"]?.members ?? []
        for place in components.indices {
            guard let version = versions[components[place].name] else { continue }
            components[place].value = components[place].value.setting("componentVersion", .string(version.description))
        }
        for (name, version) in versions.sorted(by: { $0.key < $1.key }) where value["components"]?[name] == nil {
            components.append(.init(name, .object([.init("componentVersion", .string(version.description))])))
        }
        var filled = value
        if let target { filled = filled.setting("targetArn", .string(target)) }
        return filled.setting("components", .object(components)).ordered(Self.members)
    }

    /// Returns the document as it is to be created where `deployed` is now, without taking away what is not ours.
    ///
    /// Components of this document take the place of those of the same name, or are added; others stay. Every other
    /// member is this document's where it has one, else what is deployed. What only the service writes is left out.
    public func merged(onto deployed: JSONValue) -> JSONValue {
        var merged = JSONValue.object([])
        for name in Self.members where name != "clientToken" {
            if let value = deployed[name], value != .null { merged = merged.setting(name, value) }
        }
        for member in value.members ?? [] where member.name != "components" {
            merged = merged.setting(member.name, member.value)
        }
        var components = merged["components"] ?? .object([])
        for component in value["components"]?.members ?? [] {
            components = components.setting(component.name, component.value)
        }
        return merged.setting("components", components).ordered(Self.members)
    }

    /// Returns true for the ARN of a thing or thing group.
    public static func isTarget(_ arn: String) -> Bool {
        let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", parts[2] == "iot", !parts[4].isEmpty,
            parts[4].utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return false }
        return arn.utf8.count <= 2048 && !arn.contains(where: { $0.isWhitespace || $0 == "$" })
            && ["thing/", "thinggroup/"].contains { parts[5].hasPrefix($0) && parts[5].count > $0.count }
    }

    static func hasVersion(_ component: JSONValue) -> Bool {
        component["componentVersion"]?.text.map { SemanticVersion($0) != nil } ?? false
    }
}

extension JSONValue {
    /// Returns the object with a member replaced in its place, or added at the end.
    func setting(_ name: String, _ value: JSONValue) -> JSONValue {
        var members = self.members ?? []
        if let place = members.firstIndex(where: { $0.name == name }) {
            members[place].value = value
        } else {
            members.append(Member(name, value))
        }
        return .object(members)
    }

    /// Returns the object with its members in the order of `names`, others behind them as they are.
    func ordered(_ names: [String]) -> JSONValue {
        guard let members else { return self }
        let known = names.compactMap { name in members.first { $0.name == name } }
        return .object(known + members.filter { !names.contains($0.name) })
    }
}
