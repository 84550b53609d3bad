public import Recipes

/// The deployment document of a release.
public enum ReleasedDeployment {
    private static let mostBytes = 16 << 20

    /// Reads a document and fills in the release's versions.
    ///
    /// - Parameters:
    ///   - release: The release; its versions take the place of those in the file, for its own components.
    ///   - path: The file.
    ///   - target: The target's ARN; nil: the file's.
    ///   - name: The deployment's name; nil: the file's.
    /// - Throws: `input`: the file is missing or not as it should be, or no target is named.
    public static func read(
        _ release: ReleaseFile,
        from path: String,
        target: String?,
        name: String?
    ) throws(ReleaseError) -> (document: JSONValue, target: DeploymentTarget) {
        guard let bytes = try WholeFile.read(path, limit: mostBytes) else {
            throw ReleaseError(
                .input,
                "\(path): there is no such file; run gg synth first, or name it with --deployment"
            )
        }
        let json: JSONValue
        do throws(ConfigurationError) {
            json = try JSONValue(json: bytes, source: path)
        } catch {
            throw ReleaseError(error)
        }
        guard var members = json.members else {
            throw ReleaseError(.input, "\(path) is no object; expected a deployment document")
        }
        let arn = try DeploymentTarget(target ?? json["targetArn"]?.text ?? "")
        set(&members, "targetArn", .string(arn.arn))
        if let name { set(&members, "deploymentName", .string(name)) }
        let versions = Dictionary(release.components.map { ($0.name, $0.version) }) { $1 }
        set(&members, "components", components(json["components"], versions))
        return (.object(members), arn)
    }

    private static func components(_ value: JSONValue?, _ versions: [String: String]) -> JSONValue {
        .object(
            (value?.members ?? []).map { entry in
                guard let version = versions[entry.name], var members = entry.value.members else { return entry }
                set(&members, "componentVersion", .string(version))
                return JSONValue.Member(entry.name, .object(members))
            }
        )
    }

    private static func set(_ members: inout [JSONValue.Member], _ name: String, _ value: JSONValue) {
        if let index = members.firstIndex(where: { $0.name == name }) {
            members[index].value = value
        } else {
            members.append(JSONValue.Member(name, value))
        }
    }
}
