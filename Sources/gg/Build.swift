import AWS
import ArgumentParser
import Foundation
import Release
import Transfer

/// `gg build`: makes the artifacts of a release, and uploads them.
struct Build: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build the artifacts of a release, and upload them with --upload.",
        discussion: """
            What was published from the same sources is passed over, and what is built already is not built again. \
            Commands of the configuration run in the component's root with GG_COMPONENT_NAME, GG_COMPONENT_VERSION and \
            GG_ARTIFACTS_DIR, the folder for what they make.
            """
    )

    @Argument(help: ArgumentHelp("Handles or names of the components to build (default: all).", valueName: "handle"))
    var handles: [String] = []

    @OptionGroup(title: "Configuration") var projectOptions: ProjectOptions
    @OptionGroup(title: "Release") var folderOptions: BuildFolderOptions

    @Option(help: ArgumentHelp("Components, or files, at once (default: one for each processor).", valueName: "number"))
    var jobs: Int?

    @Option(help: ArgumentHelp("How long a command of the configuration may take.", valueName: "time"))
    var timeout = TimeSpan(minutes: 30)

    @Flag(help: "Upload what is built to the bucket of its URI.")
    var upload = false

    @Option(help: ArgumentHelp("The KMS key to encrypt objects with: its id, ARN or alias.", valueName: "key"))
    var kmsKey: String?

    @Option(help: ArgumentHelp("The account that the bucket has to belong to.", valueName: "account"))
    var expectedBucketOwner: String?

    @OptionGroup(title: "AWS") var cloud: CloudOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs \(jobs) is not from 1 to 256") }
        if !upload, kmsKey != nil || expectedBucketOwner != nil {
            throw ValidationError("--kms-key and --expected-bucket-owner go with --upload, which is not there")
        }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let project = try projectOptions.project()
            let journal = output.journal()
            let build = ReleaseBuild(
                project: project,
                folder: folderOptions.folder,
                jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
                timeout: timeout.duration,
                environment: ProcessInfo.processInfo.environment,
                journal: journal,
                cancellation: cancellation
            )
            let release = try build.run(handles)
            if upload { try send(release, journal, cancellation) }
            try output.show(release, text: Self.table(release))
        }
    }

    private func send(_ release: ReleaseFile, _ journal: any ReleaseJournal, _ cancellation: Cancellation) throws {
        let session = try cloud.session(region: release.region, cancellation: cancellation)
        var upload = ArtifactUpload(
            folder: folderOptions.folder,
            client: session.s3(),
            jobs: jobs ?? 4,
            journal: journal,
            cancellation: cancellation
        )
        upload.kmsKey = kmsKey
        upload.expectedOwner = expectedBucketOwner
        try upload.run(release, handles)
    }

    private static func table(_ release: ReleaseFile) -> String {
        var table = Table("COMPONENT", "VERSION", "ARTIFACT", "SIZE", "SHA-256")
        for entry in release.components {
            for artifact in entry.artifacts {
                let size = artifact.byteCount.map(ByteCount.text) ?? "-"
                table.add(entry.name, entry.version, artifact.file, size, artifact.sha256 ?? "-")
            }
        }
        return table.text
    }
}
