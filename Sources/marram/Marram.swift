import ArgumentParser

@main
struct Marram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "marram",
        abstract: "Machine-learning models on edge devices, over MQTT.",
        subcommands: [Check.self]
    )
}
