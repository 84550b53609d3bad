extension RecipeRules {
    private static let schemes = ["s3", "docker", "greengrass"]
    private static let otherArchives = [".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar"]
    private static let unpackRemedy =
        "make it a .zip with Unarchive: ZIP, or unpack it in the install step to {work:path}"

    /// Checks the files that a manifest brings.
    mutating func checkArtifacts(_ manifest: LintedManifest) {
        var names: [String: LintedArtifact] = [:]
        for artifact in manifest.artifacts {
            checkURI(artifact)
            checkUnarchive(artifact)
            checkPermission(artifact)
            guard let name = artifact.fileName else { continue }
            if let first = names[name] {
                error(
                    .artifactName,
                    artifact.keys["URI"]?.value.origin ?? artifact.origin,
                    "the manifest has two artifacts called \(quoted(name)): the first is at \(first.origin)",
                    "give one of them another name: both would be put into one folder"
                )
            } else {
                names[name] = artifact
            }
        }
    }

    private mutating func checkURI(_ artifact: LintedArtifact) {
        let remedy = "write s3://bucket/component/version/file, or docker:image"
        guard let entry = artifact.keys["URI"] else {
            return error(.artifactURI, artifact.origin, "the artifact has no URI", remedy)
        }
        guard let uri = entry.value.text else { return }
        let found = entry.value.found
        if uri.contains("{") {
            let message = "the URI \(found) has a variable: the nucleus replaces none there"
            error(.artifactVariable, entry.value.origin, message, "write the URI out")
        }
        let scheme = uri.prefix { $0 != ":" }.lowercased()
        guard uri.contains(":"), Self.schemes.contains(scheme) else {
            let message = "the URI \(found) is of no kind that a nucleus downloads"
            return error(.artifactURI, entry.value.origin, message, remedy)
        }
        let parts = uri.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard scheme == "s3" else { return }
        if parts.count < 4 || !parts[1].isEmpty || parts[2].isEmpty || parts[3].isEmpty || parts[3].hasSuffix("/") {
            error(.artifactURI, entry.value.origin, "the URI \(found) names no file in a bucket", remedy)
        }
    }

    private mutating func checkUnarchive(_ artifact: LintedArtifact) {
        guard let value = artifact.keys["Unarchive"]?.value else { return }
        guard let text = value.text?.uppercased(), ["NONE", "ZIP"].contains(text) else {
            let message = "Unarchive is \(value.found); Greengrass unpacks ZIP only"
            return error(.artifactUnarchive, value.origin, message, Self.unpackRemedy)
        }
        guard artifact.isUnpacked, let name = artifact.fileName else { return }
        if Self.otherArchives.contains(where: { name.lowercased().hasSuffix($0) }) {
            let message = "\(quoted(name)) is no ZIP archive: devices fail to unpack it"
            error(.artifactUnarchive, value.origin, message, Self.unpackRemedy)
        }
    }

    private mutating func checkPermission(_ artifact: LintedArtifact) {
        let permission = LintedMapping(artifact.keys["Permission"]?.value)
        for key in RecipeKeys.permission {
            guard let value = permission?[key]?.value else { continue }
            if !["NONE", "OWNER", "ALL"].contains(value.text?.uppercased()) {
                error(
                    .artifactPermission,
                    value.origin,
                    "Permission.\(key) is \(value.found)",
                    "write NONE, OWNER or ALL"
                )
            }
        }
    }

    /// Notes a folder below `decompressedPath` that no artifact is unpacked to.
    mutating func checkFolder(
        _ variable: RecipeVariable,
        among artifacts: [LintedArtifact],
        of owner: String,
        at origin: Origin
    ) {
        let folder = variable.path.dropFirst().prefix { $0 != "/" }
        guard variable.path.hasPrefix("/"), !folder.isEmpty, !folder.contains(where: { "$*?{".contains($0) }) else {
            return
        }
        guard !artifacts.contains(where: { $0.isUnpacked && $0.folder == String(folder) }) else { return }
        let place = "\(variable.text)/\(folder)"
        let near = artifacts.compactMap { artifact in artifact.fileName.map { ($0, artifact) } }
            .first { $0.0.hasPrefix(folder + ".") || $0.0 == folder }
        switch near {
        case (let name, _)? where Self.otherArchives.contains { name.lowercased().hasSuffix($0) }:
            let message = "\(place) is not there: Greengrass never unpacks \(quoted(name))"
            error(.decompressedPath, origin, message, Self.unpackRemedy)
        case (let name, let artifact)? where !artifact.isUnpacked:
            let message = "\(place) is not there: \(quoted(name)) at \(artifact.origin) is not unpacked"
            error(.decompressedPath, origin, message, "write Unarchive: ZIP at the artifact")
        default:
            let folders = artifacts.filter(\.isUnpacked).compactMap(\.folder)
            let remedy =
                folders.isEmpty
                ? "add the artifact \(folder).zip with Unarchive: ZIP"
                : "write one of: \(folders.joined(separator: ", ")); a folder is called as its archive without ending"
            let message = "\(place) is not there: \(owner) has no artifact \(folder).zip"
            error(.decompressedPath, origin, message, remedy)
        }
    }
}
