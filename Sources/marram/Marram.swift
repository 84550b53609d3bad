import ArgumentParser
import Edge

/// The program that runs on a device.
@main
struct Marram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marram",
        abstract: "Runs machine-learning models beside machines, over MQTT.",
        discussion: """
            'marram run' serves the models of gg-config.yml until it is stopped; 'marram check' says whether that \
            configuration can work. 'marram infer' sends one request and prints the answer. 'marram train' makes a \
            model of a CSV file, and 'marram score' shows what it finds in another.
            """,
        version: MarramVersion.current,
        subcommands: [
            Run.self, Check.self, Infer.self, Train.self, Score.self, Simulate.self, Replay.self, Models.self,
            BundleCommand.self, Bench.self, Version.self, Probe.self,
        ]
    )

    static func main() async {
        StandardStreams.complete()
        await main(nil)
    }
}
