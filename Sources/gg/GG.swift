import ArgumentParser
import Console
import Cryptography
import Foundation

/// The program that runs in CI: from one `gg-config.yml` to a fleet.
@main
struct GG: AsyncParsableCommand {
    /// That of Marram, which gg is released with; the changelog has the same.
    private static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "gg",
        abstract: "Makes Greengrass components of gg-config.yml, publishes them and deploys them.",
        version: version,
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
        CryptoLibrary.outliveThreads()
        // A reader that goes away must not end the work half done.
        _ = signal(SIGPIPE, SIG_IGN)
        await main(nil)
    }
}
