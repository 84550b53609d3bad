import ArgumentParser
import Foundation
import Recipes
import Release
import Transfer

/// `gg synth`: makes a release of the configuration.
struct SynthCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "synth",
        abstract: "Find versions and models, and write recipes, deployment.json and release.json.",
        discussion: """
            Models come from SageMaker's registry, from MLflow or from a folder, and are kept between runs. What is \
            published from the same sources keeps its version. With --offline nothing is asked: recipes/ gets what the \
            configuration says, with placeholders for versions and buckets; with --check as well, nothing is written, and \
            it fails where recipes/ is not in step.
            """
    )

    @OptionGroup(title: "Configuration") var projectOptions: ProjectOptions

    @Option(help: ArgumentHelp("Where what is made goes.", valueName: "folder"), completion: .directory)
    var buildDir = "build"

    @Option(
        help: ArgumentHelp(
            "The bucket for artifacts of components that name none (default: ARTIFACT_BUCKET).",
            valueName: "bucket"
        )
    )
    var artifactBucket: String?

    @Option(
        help: ArgumentHelp(
            "Where models are kept between runs (default: gg in XDG_CACHE_HOME, else ~/.cache/gg).",
            valueName: "folder"
        ),
        completion: .directory
    )
    var cache: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Handles or names of the components to release (default: all).", valueName: "handle")
    )
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "What grows in counted versions: patch, minor or major (default: as the configuration says).",
            valueName: "part"
        ),
        completion: .list(VersionPart.allCases.map(\.rawValue)),
        transform: { try SynthCommand.part($0) }
    )
    var updateVersion: VersionPart?

    @Option(
        help: ArgumentHelp(
            "The commit that is released (default: CODEBUILD_RESOLVED_SOURCE_VERSION, else the repository's HEAD).",
            valueName: "hash"
        )
    )
    var commit: String?

    @Flag(help: "Also write gdk-config.json and recipe.json into each component's root, for GDK 1.6.")
    var gdk = false

    @Flag(help: "Ask nobody: write recipes/ as the configuration says, with placeholders.")
    var offline = false

    @Flag(help: "With --offline: write nothing, and fail where recipes/ is not in step.")
    var check = false

    @Flag(help: "Do not lint the configuration first.")
    var noLint = false

    @OptionGroup(title: "AWS") var cloud: CloudOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if check, !offline { throw ValidationError("--check goes with --offline, which is not there") }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            offline ? try writeRecipes() : try release(cancellation)
        }
    }

    private func writeRecipes() throws {
        let project = try projectOptions.project(unset: .passedOver)
        try lint(project, output.journal())
        let recipes = OfflineRecipes(project)
        guard !check else { return try recipes.check(only: only) }
        let changed = try recipes.write(only: only)
        try output.show(["changed": changed], text: changed.map { "recipes/\($0)\n" }.joined())
    }

    private func release(_ cancellation: Cancellation) throws {
        let project = try projectOptions.project()
        let journal = output.journal()
        try lint(project, journal)
        let session = try cloud.session(
            region: Synth.region(of: project, only: only),
            environment: project.variables,
            cancellation: cancellation
        )
        let synth = Synth(
            project: project,
            folder: BuildFolder(buildDir),
            options: options(project.variables),
            session: session,
            journal: journal,
            cancellation: cancellation
        )
        let result = try synth.run()
        try output.show(result, text: Self.table(result))
    }

    private func options(_ variables: [String: String]) -> SynthOptions {
        func variable(_ name: String) -> String? { variables[name].flatMap { $0.isEmpty ? nil : $0 } }
        return SynthOptions(
            bucket: artifactBucket ?? variable("ARTIFACT_BUCKET"),
            cache: cache,
            only: only,
            updateVersion: updateVersion,
            commit: commit ?? variable("CODEBUILD_RESOLVED_SOURCE_VERSION"),
            writesGDK: gdk,
            target: variable("TARGET_ARN") ?? variable("THING_GROUP_ARN")
        )
    }

    private static func part(_ text: String) throws -> VersionPart {
        guard let part = VersionPart(rawValue: text) else {
            throw ValidationError("'\(text)' is no part of a version; expected patch, minor or major")
        }
        return part
    }

    /// Stops a release that the linter finds fault with.
    private func lint(_ project: Project, _ journal: any ReleaseJournal) throws {
        guard !noLint else { return }
        let path = project.path("deployment.json")
        let template = try WholeFile.read(path, limit: ConfigurationNode.maximumBytes).map { bytes in
            try ConfigurationNode(parsing: String(decoding: bytes, as: UTF8.self), source: "deployment.json")
        }
        try ReleaseLint.check(project, deployment: template).tell(journal)
    }

    private static func table(_ result: SynthResult) -> String {
        var table = Table("component", "version", "what", "why")
        for row in result.components { table.add(row.component, row.version, row.what, row.why) }
        return table.text
    }
}
