import ArgumentParser
import Console
import Foundation

/// The program that runs in CI: from one `gg-config.yml` to a fleet.
@main
struct GG: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gg",
        abstract: "Makes Greengrass components of gg-config.yml, publishes them and deploys them.",
        subcommands: [
            SynthCommand.self,
            Lint.self,
            Build.self,
            Publish.self,
            Deploy.self,
            Status.self,
            Cancel.self,
            Local.self,
        ]
    )

    static func main() async {
        StandardStreams.complete()
        // A reader that goes away must not end the work half done.
        _ = signal(SIGPIPE, SIG_IGN)
        await main(nil)
    }
}
