import ArgumentParser
import Edge
import Foundation
import Recipes

/// Validates the configuration and shows what it comes to.
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Validate the configuration and print what it comes to.",
        discussion: """
            Prints every key with its effective value and where that came from (secrets masked) on standard output, \
            warnings and errors on standard error. Models and files must exist. Exits with 1 when something is wrong.
            """
    )

    @OptionGroup var options: ConfigurationOptions

    func run() throws {
        do {
            let loaded = try options.load()
            print(loaded.effectiveYAML(), terminator: "")
            complain(loaded.warnings.map { "warning: \($0)" })
            let problems = loaded.modelProblems()
            guard problems.isEmpty else { throw ConfigurationError(problems) }
        } catch let error as ConfigurationError {
            complain(error.description.split(separator: "\n").map { "error: \($0)" })
            throw ExitCode.failure
        }
    }

    private func complain(_ lines: [String]) {
        let text = lines.map { $0 + "\n" }.joined()
        FileHandle.standardError.write(Data(text.utf8))
    }
}
