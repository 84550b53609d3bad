import AWS
import ArgumentParser
import Release

/// `gg deploy`: a release goes to a thing or a thing group.
struct Deploy: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deploy",
        abstract: "Deploys a release to a thing or a thing group.",
        discussion: """
            A deployment takes the place of the one before it. What is deployed at the target is therefore read first, and \
            components that the release does not name stay as they are, unless --replace says otherwise.
            """
    )

    @OptionGroup var build: BuildFolderOptions

    @Option(
        help: ArgumentHelp(
            "The deployment document (default: deployment.json beside the release file).",
            valueName: "file"
        ),
        completion: .file(extensions: ["json"])
    )
    var deployment: String?

    @Option(help: ArgumentHelp("The ARN of the thing or thing group (default: the document's).", valueName: "arn"))
    var targetArn: String?

    @Option(help: ArgumentHelp("The deployment's name (default: the document's).", valueName: "name"))
    var name: String?

    @Flag(help: "Remove components that the document does not name from the devices.")
    var replace = false

    @Flag(help: "Show what would change, and change nothing.")
    var dryRun = false

    @Flag(help: "Deploy even where nothing differs from what is deployed.")
    var force = false

    @Option(
        defaultAsFlag: TimeSpan(minutes: 30),
        parsing: .next,
        help: ArgumentHelp(
            "Wait until the devices have it, for so long at most: --wait, --wait 90s, --wait 2h.",
            valueName: "time"
        )
    )
    var wait: TimeSpan?

    @Option(help: ArgumentHelp("How long --wait waits.", valueName: "time"))
    var timeout: TimeSpan?

    @OptionGroup var cloud: CloudOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if timeout != nil, wait == nil { throw ValidationError("--timeout goes with --wait, which is not there") }
        if let name, !(1...256).contains(name.utf8.count) {
            throw ValidationError("--name has \(name.utf8.count) bytes; expected 1 to 256")
        }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let (document, target) = try ReleasedDeployment.read(
                try build.folder.release(),
                from: deployment ?? build.folder.deploymentPath,
                target: targetArn,
                name: name
            )
            let session = try cloud.session(region: target.region, cancellation: cancellation)
            let limit = wait.map { (timeout ?? $0).duration }
            let options = DeploymentRun.Options(
                replaces: replace,
                isDry: dryRun,
                isForced: force,
                patience: limit.map { Patience(limit: $0, interval: .seconds(2), cancellation: cancellation) }
            )
            let run = DeploymentRun(options, fleet: GreengrassClient(session), journal: output.journal())
            let (report, failure) = try run.run(document, target: target)
            let result = Result(deployment: report, error: failure.map(GG.Failure.init))
            try GG.show(result, text: DeploymentText.of(report), failure: failure, output)
        }
    }

    private struct Result: Encodable {
        let deployment: DeploymentReport
        let error: GG.Failure?
    }
}
