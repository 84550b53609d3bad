public import Recipes

/// The deployment document of a release.
public enum ReleasedDeployment {
    /// Reads a document and fills in the release's versions.
    ///
    /// - Parameters:
    ///   - release: The release; its versions take the place of those in the file, for its own components.
    ///   - path: The file.
    ///   - target: The target's ARN; nil: the file's.
    ///   - name: The deployment's name; nil: the file's.
    /// - Returns: the document, with a version of every component, and its target.
    /// - Throws: `input`: the file is missing or not as it should be, or no target is named.
    public static func read(
        _ release: ReleaseFile,
        from path: String,
        target: String?,
        name: String?
    ) throws(ReleaseError) -> (document: DeploymentDocument, target: DeploymentTarget) {
        guard let bytes = try WholeFile.read(path, limit: ConfigurationNode.maximumBytes) else {
            throw ReleaseError(
                .input,
                "\(path): there is no such file; run gg synth first, or name it with --deployment"
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ReleaseError(.input, "\(path): the text is not UTF-8; save the file as UTF-8")
        }
        let written = try document(text, path)
        guard let named = target ?? written.target else {
            throw ReleaseError(.input, "\(path) names no target; give its ARN with --target-arn")
        }
        let arn = try DeploymentTarget(named)
        var filled = written.filled(versions: versions(of: release, in: written), target: arn.arn)
        if let name { filled = renamed(filled, name) }
        // As a whole once more: versions and names have come from elsewhere.
        let document = try document(filled.json(), path)
        let missing = document.componentsWithoutVersion()
        guard missing.isEmpty else {
            throw ReleaseError(
                .input,
                "\(path): no version of \(missing.joined(separator: ", ")) is known; write componentVersion, or run gg synth"
            )
        }
        return (document, arn)
    }

    private static func document(_ text: String, _ path: String) throws(ReleaseError) -> DeploymentDocument {
        do throws(ConfigurationError) {
            return try DeploymentDocument(try ConfigurationNode(parsing: text, source: path))
        } catch {
            throw ReleaseError(error)
        }
    }

    /// The release's versions of components that the document names: what it leaves out on purpose stays out.
    private static func versions(
        of release: ReleaseFile,
        in document: DeploymentDocument
    ) -> [String: SemanticVersion] {
        let named = Set(document.components)
        var versions: [String: SemanticVersion] = [:]
        for entry in release.components where named.contains(entry.name) {
            versions[entry.name] = SemanticVersion(entry.version)
        }
        return versions
    }

    private static func renamed(_ document: JSONValue, _ name: String) -> JSONValue {
        let others = (document.members ?? []).filter { $0.name != "deploymentName" }
        return .object(others + [JSONValue.Member("deploymentName", .string(name))])
    }
}
