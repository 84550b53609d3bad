import ArgumentParser
import Edge
import Recipes

/// Validates the configuration and shows what it comes to.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Validate the configuration and print what it comes to.",
        discussion: """
            Prints every key with its effective value and where that came from (secrets masked) on standard output, \
            warnings and errors on standard error. Models and files must exist, and bindings go together with their models' baselines. Exits with 1 when something is wrong.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        try Complaint.telling {
            let loaded = try options.load()
            print(loaded.effectiveYAML(), terminator: "")
            Complaint.write("warning", loaded.warnings.map { "\($0)" })
            let problems = loaded.modelProblems() + loaded.bindingProblems()
            guard problems.isEmpty else { throw ConfigurationError(problems) }
        }
    }
}
