import ArgumentParser
import Edge

/// `marram models confirm`: ends a trial well.
struct ModelsConfirm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "confirm",
        abstract: "Confirm the model that is on trial, before its time is over."
    )

    @OptionGroup var word: ModelWord

    func run() async throws { try await word.say(.confirm, done: "confirmed") }
}
