import ArgumentParser
import Edge
import Foundation

/// Where a command takes its configuration from.
struct ConfigurationOptions: ParsableArguments {
    private static let standardFile = "gg-config.yml"

    @Option(
        help: ArgumentHelp("The configuration file (default: \(standardFile), if there is one).", valueName: "file"),
        completion: .file(extensions: ["yml", "yaml"])
    )
    var config: String?

    @Option(
        help: ArgumentHelp(
            "The file's component to run (default: the only one with a DefaultConfiguration).",
            valueName: "handle"
        )
    )
    var component: String?

    @Option(
        help: ArgumentHelp(
            "Configuration that goes before the file's; environment variables such as MARRAM_BROKER_HOST go before both.",
            valueName: "json"
        )
    )
    var configuration: String?

    @Option(
        help: ArgumentHelp(
            "A value for $NAME$ and ${NAME} in the file, before the environment's; may be repeated.",
            valueName: "name=value"
        )
    )
    var set: [String] = []

    func validate() throws {
        for assignment in set where variable(assignment) == nil {
            let name = assignment.prefix { $0 != "=" }
            throw ValidationError(
                "--set \(name)… is no assignment; expected NAME=value, the name of letters, digits and '_', not a digit first"
            )
        }
    }

    /// Reads and decodes the configuration.
    /// - Throws: `ConfigurationError` with everything that is wrong.
    func load() throws -> LoadedSettings {
        let file = config ?? (FileManager.default.fileExists(atPath: Self.standardFile) ? Self.standardFile : nil)
        return try Settings.load(
            from: ConfigurationSources(
                document: file.map(ConfigurationDocument.init(readingFile:)),
                component: component,
                configuration: configuration,
                environment: ProcessInfo.processInfo.environment,
                set: Dictionary(set.compactMap(variable)) { $1 }
            )
        )
    }

    private func variable(_ assignment: String) -> (String, String)? {
        guard let equals = assignment.firstIndex(of: "=") else { return nil }
        let name = assignment[..<equals]
        let isName = name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard isName, let first = name.first, !first.isNumber else { return nil }
        return (String(name), String(assignment[assignment.index(after: equals)...]))
    }
}
