import ArgumentParser
import Foundation
import Recipes
import Release

/// Which configuration a command works with.
struct ProjectOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The configuration file (default: \(Project.fileNames.joined(separator: " or "))).",
            valueName: "file"
        ),
        completion: .file(extensions: ["yml", "yaml"])
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "A value for $NAME$ and ${NAME} in the file, before the environment's; may be repeated.",
            valueName: "name=value"
        )
    )
    var set: [String] = []

    func validate() throws {
        for assignment in set where Self.variable(assignment) == nil {
            let name = assignment.prefix { $0 != "=" }
            throw ValidationError(
                "--set \(name)… is no assignment; expected NAME=value, the name of letters, digits and '_', not a digit first"
            )
        }
    }

    /// The environment's variables, and those of `--set` before them.
    var variables: [String: String] {
        ProcessInfo.processInfo.environment.merging(set.compactMap(Self.variable)) { $1 }
    }

    /// Reads the configuration.
    ///
    /// - Parameter unset: What becomes of variables without a value in what only a release needs.
    /// - Returns: the project.
    /// - Throws: `input`: there is no configuration, or all that is wrong in it.
    func project(unset: UnsetVariables = .refused) throws(ReleaseError) -> Project {
        try Project(path: config, variables: variables, unset: unset)
    }

    private static func variable(_ assignment: String) -> (String, String)? {
        guard let equals = assignment.firstIndex(of: "=") else { return nil }
        let name = assignment[..<equals]
        let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName, let first = name.first, !first.isNumber else { return nil }
        return (String(name), String(assignment[assignment.index(after: equals)...]))
    }
}
