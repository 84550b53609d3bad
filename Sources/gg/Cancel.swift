import AWS
import ArgumentParser
import Release

/// `gg cancel`: a deployment is stopped before it is everywhere.
struct Cancel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel",
        abstract: "Cancels a deployment: devices that have not begun with it leave it out."
    )

    @Argument(help: ArgumentHelp("The deployment's id.", valueName: "deployment-id"))
    var deployment: String?

    @Option(help: ArgumentHelp("The target whose newest deployment is cancelled.", valueName: "arn"))
    var targetArn: String?

    @OptionGroup var cloud: CloudOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (deployment == nil) != (targetArn == nil) else {
            throw ValidationError("name either a deployment or --target-arn")
        }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let target = try targetArn.map { try DeploymentTarget($0) }
            let client = GreengrassClient(try cloud.session(region: target?.region, cancellation: cancellation))
            guard let id = try deployment ?? target.map({ try DeploymentLookup(fleet: client).latest(of: $0) }) else {
                return
            }
            let message = try DeploymentCancellation(fleet: client).cancel(id)
            try output.show(["deploymentId": id, "message": message], text: "\(message)\n")
        }
    }
}
