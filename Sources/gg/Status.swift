import AWS
import ArgumentParser
import Foundation
import Release

/// `gg status`: how a deployment goes.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows a deployment, its components and its devices; without any named, the newest of every target."
    )

    @Argument(help: ArgumentHelp("The deployment's id.", valueName: "deployment-id"))
    var deployment: String?

    @Option(help: ArgumentHelp("The target whose newest deployment is shown.", valueName: "arn"))
    var targetArn: String?

    @Flag(help: "Look again until the deployment has ended, a week at most.")
    var watch = false

    @OptionGroup var cloud: CloudOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        if deployment != nil, targetArn != nil {
            throw ValidationError("name a deployment or --target-arn, not both")
        }
        if watch, deployment == nil, targetArn == nil {
            throw ValidationError("--watch needs a deployment or --target-arn")
        }
    }

    func run() throws {
        try GG.telling(output) { cancellation in
            let target = try targetArn.map { try DeploymentTarget($0) }
            let client = GreengrassClient(try cloud.session(region: target?.region, cancellation: cancellation))
            let lookup = DeploymentLookup(fleet: client)
            guard let id = try deployment ?? target.map({ try lookup.latest(of: $0) }) else {
                return try showAll(lookup)
            }
            var overview = try lookup.overview(of: id)
            let shown = try DeploymentTarget(overview.targetArn)
            var look = DeploymentWatch(id, of: shown, fleet: client, journal: output.journal(), tellsProgress: watch)
            let patience = Patience(limit: watch ? .seconds(7 * 86_400) : .zero, cancellation: cancellation)
            overview.take(try look.follow(patience))
            overview.take(try overview.devices.flatMap { try lookup.installed(on: $0.map(\.thing)) })
            try output.show(overview, text: DeploymentText.of(overview))
        }
    }

    private func showAll(_ lookup: DeploymentLookup) throws {
        let rows = try lookup.all()
        var table = Table("DEPLOYMENT", "STATUS", "REVISION", "TARGET")
        for row in rows { table.add(row.id, row.status, row.revision ?? "", row.target) }
        let list = rows.map {
            Row(
                deploymentId: $0.id,
                targetArn: $0.target,
                deploymentName: $0.name,
                revision: $0.revision,
                status: $0.status
            )
        }
        try output.show(["deployments": list], text: rows.isEmpty ? "nothing is deployed\n" : table.text)
    }

    private struct Row: Encodable {
        let deploymentId: String
        let targetArn: String
        let deploymentName: String?
        let revision: String?
        let status: String
    }
}
