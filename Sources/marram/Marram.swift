import ArgumentParser
import Console
import Cryptography
import Edge

/// The program that runs on a device.
///
/// All commands say their names: the parser looks at each at every start, and finding a name out takes it longer than all else.
@main
struct Marram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marram",
        abstract: "Runs machine-learning models beside machines, over MQTT.",
        discussion: """
            'marram run' serves the models of gg-config.yml until it is stopped; 'marram check' says whether that \
            configuration can work. 'marram infer' sends one request and prints the answer. 'marram train' makes a \
            model of a CSV file, and 'marram score' shows what it finds in another; 'marram drift' tells whether data has \
            changed, by what 'marram train' or 'marram profile' wrote of it. 'marram bundle' makes \
            and signs what updates bring, and 'marram models' installs it, takes it back and shows what serves. \
            'marram --version' prints the version.
            """,
        subcommands: [
            Run.self, Check.self, Infer.self, Train.self, Score.self, Profile.self, DriftCommand.self, Simulate.self,
            Replay.self,
            Models.self,
            BundleCommand.self, Token.self, Bench.self, Version.self,
        ]
    )

    @MainActor
    static func main() async {
        StandardStreams.complete()
        CryptoLibrary.outliveThreads()
        // Not by the configuration's `version`, which would take the --version of a bundle for its own, where the rest of
        // the line is wrong, and end well.
        guard CommandLine.arguments.dropFirst().first != "--version" else { return print(MarramVersion.current) }
        // Not for people, and a new model waits for it: it needs no tree of commands, and no thread but this.
        if CommandLine.arguments.dropFirst().first == Probe.configuration.commandName {
            return Probe.main(Array(CommandLine.arguments.dropFirst(2)))
        }
        await main(nil)
    }
}
