import AWS
import ArgumentParser
import Release

/// `gg publish`: the component versions of a release become known to Greengrass.
struct Publish: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publishes the component versions of a release, and waits until they can be deployed.",
        discussion: """
            What is published already is left as it is, so that a run that was interrupted can be repeated. A version that \
            is published with another recipe is an error that shows the difference.
            """
    )

    @Argument(help: ArgumentHelp("Handles or names of the components (default: all).", valueName: "components"))
    var components: [String] = []

    @OptionGroup var build: BuildFolderOptions

    @Option(help: ArgumentHelp("How long to wait for all of them to be deployable: 90s, 10m, 1h.", valueName: "time"))
    var timeout = TimeSpan(minutes: 10)

    @Option(help: ArgumentHelp("How many components are published at once.", valueName: "count"))
    var jobs = 4

    @OptionGroup var cloud: CloudOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (1...64).contains(jobs) else { throw ValidationError("--jobs is \(jobs); expected 1 to 64") }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let release = try build.folder.release()
            let recipes = try Publisher.recipes(of: release, in: build.folder, named: components)
            let session = try cloud.session(region: release.region, cancellation: cancellation)
            let publisher = Publisher(
                catalog: GreengrassClient(session),
                place: try Self.place(session),
                patience: Patience(limit: timeout.duration, cancellation: cancellation),
                jobs: jobs,
                journal: output.journal()
            )
            let report = try publisher.publish(recipes, commit: release.commit)
            try GG.show(
                Result(components: report.components, error: report.failure.map(GG.Failure.init)),
                text: Self.table(report.components),
                failure: report.failure,
                output
            )
        }
    }

    private struct Result: Encodable {
        let components: [Publication]
        let error: GG.Failure?
    }

    private static func place(_ session: AWSSession) throws -> PublishPlace {
        let caller = try session.identity()
        return PublishPlace(
            partition: session.partition.name,
            region: session.region,
            account: caller.account,
            caller: caller.arn
        )
    }

    private static func table(_ components: [Publication]) -> String {
        var table = Table("COMPONENT", "VERSION", "OUTCOME")
        for component in components { table.add(component.name, component.version, component.outcome.rawValue) }
        return table.text
    }
}
