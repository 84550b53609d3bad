import Archive
import Cryptography
import Foundation
import Recipes

/// Builds one component's artifacts.
struct ComponentBuild {
    let build: ReleaseBuild
    let entry: ReleaseFile.Entry
    let component: Component

    private var root: String { build.project.path(component.root ?? "") }

    /// The absolute path of the folder that the artifacts go to.
    private var output: String {
        let path = build.folder.path("artifacts/\(entry.name)/\(entry.version)")
        return URL(fileURLWithPath: path).standardizedFileURL.path
    }

    /// Builds what is missing, and writes it down.
    func run(_ ledger: ReleaseLedger) throws(ReleaseError) {
        guard !entry.artifacts.isEmpty else {
            build.journal.note(.step(subject: entry.name, text: "\(entry.version) has no artifacts to build"))
            return
        }
        let plan = try ArtifactPlan(component)
        guard Set(plan.makings.map(\.file)) == Set(entry.artifacts.map(\.file)) else {
            throw outdated("other artifacts")
        }
        try checkSources()
        if isBuilt {
            build.journal.note(.step(subject: entry.name, text: "\(entry.version) is built already"))
            return
        }
        try prepare()
        if let command = plan.command { try run(command) }
        var artifacts: [ReleaseFile.Artifact] = []
        for artifact in entry.artifacts {
            let making = plan.makings.first { $0.file == artifact.file }?.making ?? .command
            artifacts.append(try make(artifact, making, plan))
        }
        try ledger.record(artifacts, of: entry.name)
        let size = artifacts.reduce(0) { $0 + ($1.byteCount ?? 0) }
        build.journal.note(.step(subject: entry.name, text: "\(entry.version) is built, \(size) bytes"))
    }

    private func outdated(_ what: String) -> ReleaseError {
        ReleaseError(
            .input,
            "\(component.origin): \(entry.name) has \(what) since 'gg synth' made \(build.folder.releasePath); run 'gg synth' "
                + "again"
        )
    }

    /// True where every artifact is there as it was written down.
    private var isBuilt: Bool {
        entry.artifacts.allSatisfy { artifact in
            guard let digest = artifact.sha256, let size = artifact.byteCount,
                let found = try? ArtifactFile.measured("\(output)/\(artifact.file)")
            else { return false }
            return found.sha256 == digest && found.byteCount == size
        }
    }

    /// Makes the folder for artifacts anew: nothing of an earlier attempt counts as built.
    private func prepare() throws(ReleaseError) {
        do {
            if FileManager.default.fileExists(atPath: output) { try FileManager.default.removeItem(atPath: output) }
        } catch {
            throw ReleaseError(.input, "\(output) cannot be emptied: \(error.localizedDescription)")
        }
        try WholeFile.makeFolder(output)
    }

    /// Refuses sources that are not those of which `gg synth` has made the release.
    private func checkSources() throws(ReleaseError) {
        let versions = try dependencyVersions()
        let recipe: JSONValue
        do throws(ConfigurationError) {
            recipe = try component.recipe(RecipeFilling(dependencyVersions: versions))
        } catch {
            throw ReleaseError(error)
        }
        guard try SourceDigest.of(component, recipe: recipe, root: root) == entry.sourceDigest else {
            throw outdated("other sources, in \(root) or in the configuration,")
        }
    }

    /// The versions that `gg synth` has put in for `x.x.x`.
    private func dependencyVersions() throws(ReleaseError) -> [String: String] {
        let path = build.folder.path(entry.recipe)
        guard let bytes = try WholeFile.read(path, limit: 1 << 20),
            let recipe = try? JSONValue(json: bytes)
        else { throw ReleaseError(.input, "\(path) is missing or no recipe; run 'gg synth' again") }
        var versions: [String: String] = [:]
        for dependency in component.dependencies where dependency.requirement == .latest {
            versions[dependency.name] = recipe["ComponentDependencies"]?[dependency.name]?["VersionRequirement"]?.text
        }
        return versions
    }

    private func run(_ command: [String]) throws(ReleaseError) {
        var environment = build.environment
        environment["GG_COMPONENT_NAME"] = entry.name
        environment["GG_COMPONENT_VERSION"] = entry.version
        environment["GG_ARTIFACTS_DIR"] = output
        try CustomCommand(
            component: entry.name,
            words: command,
            root: root,
            environment: environment,
            limit: build.timeout,
            outputLimit: build.outputLimit,
            journal: build.journal,
            cancellation: build.cancellation
        ).run()
    }

    private func make(
        _ artifact: ReleaseFile.Artifact,
        _ making: ArtifactPlan.Making,
        _ plan: ArtifactPlan
    ) throws(ReleaseError) -> ReleaseFile.Artifact {
        let path = "\(output)/\(artifact.file)"
        var made = artifact
        switch making {
        case .zip: (made.sha256, made.byteCount) = try zip(plan, to: path)
        case .file(let source):
            try ArtifactFile.place("\(root)/\(source)", at: path)
            (made.sha256, made.byteCount) = try ArtifactFile.measured(path)
        case .command:
            let source = try found(artifact.file)
            if source != path { try ArtifactFile.place(source, at: path) }
            (made.sha256, made.byteCount) = try ArtifactFile.measured(path)
        }
        return made
    }

    private func zip(_ plan: ArtifactPlan, to path: String) throws(ReleaseError) -> (String, Int) {
        do throws(ArchiveError) {
            let tree = try plan.tree(root)
            for warning in tree.warnings { build.journal.note(.warning(subject: entry.name, text: warning)) }
            var hasher = SHA256Hasher()
            let size = try ZipWriter().write(tree, to: path) { hasher.update($0) }
            return (hasher.finish().hexadecimal, size)
        } catch {
            throw ReleaseError(.input, "\(entry.name): \(error)")
        }
    }

    /// Where a command has put an artifact.
    private func found(_ file: String) throws(ReleaseError) -> String {
        let gdk = "\(root)/greengrass-build/artifacts/\(entry.name)"
        let places = [output, "\(gdk)/\(entry.version)", "\(gdk)/NEXT_PATCH", root].map { "\($0)/\(file)" }
        for place in places {
            let attributes = try? FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: place).resolvingSymlinksInPath().path
            )
            guard let attributes, attributes[.type] as? FileAttributeType == .typeRegular,
                attributes[.size] as? Int ?? 0 > 0
            else { continue }
            return place
        }
        throw ReleaseError(
            .command,
            "\(entry.name): the command has not made \(file), or made it empty; it was looked for at\n  "
                + places.joined(separator: "\n  ")
        )
    }
}
