import ArgumentParser
import Release

/// Where a step finds what the step before has left.
struct BuildFolderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The build folder.", valueName: "folder"), completion: .directory)
    var buildDir = "build"

    @Option(
        help: ArgumentHelp(
            "The release file; recipes and deployment.json are beside it (default: release.json of the build folder).",
            valueName: "file"
        ),
        completion: .file(extensions: ["json"])
    )
    var release: String?

    /// The folder that the options name.
    var folder: BuildFolder { release.map(BuildFolder.init(release:)) ?? BuildFolder(buildDir) }
}
