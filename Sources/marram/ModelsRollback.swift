import ArgumentParser
import Edge

/// `marram models rollback`: takes a model back to the one before it.
struct ModelsRollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Go back to the model before this one; of a model on trial: end the trial.",
        discussion: "The bundle that is taken back is not tried again until it is installed with --again."
    )

    @OptionGroup var word: ModelWord

    func run() async throws { try await word.say(.rollback, done: "back at the version before") }
}
