import ArgumentParser
import Edge

/// What a word to a running node about one of its models needs.
struct ModelWord: ParsableArguments {
    @OptionGroup var options: ConfigurationOptions

    @Argument(help: "The model's name.", transform: ModelWord.name)
    var model: Name

    @Option(help: ArgumentHelp("Longest wait for the node's reply.", valueName: "seconds"))
    var timeout: Int = 30

    func validate() throws {
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout takes 1 to 3600 seconds") }
    }

    /// Says it, and tells what came of it.
    func say(_ word: UpdateClient.Word, done: String) async throws {
        try await Complaint.telling {
            let settings = try options.load().settings
            try await UpdateClient(settings: settings).tell(word, of: model, timeout: .seconds(timeout))
            print("\(model) is \(done)")
        }
    }

    /// Reads a model's name.
    static func name(_ text: String) throws -> Name {
        guard let name = Name(text) else {
            throw ValidationError("'\(text)' is no model's name: expected 1 to 64 of A-Z a-z 0-9 _ . -")
        }
        return name
    }
}
