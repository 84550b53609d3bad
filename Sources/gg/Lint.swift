import ArgumentParser
import Console
import Foundation
import Release

/// Looks over configurations, recipes and deployments.
struct Lint: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Look for what Greengrass or a nucleus would not do as it is written.",
        discussion: """
            Without files: the configuration, the recipes that are made of it, recipes/*.json and deployment.json. Each \
            finding has its file, line and column, a rule that docs/spec/lint.md explains, and what to do. Exits with 65 \
            where there are errors.
            """
    )

    /// How the report is written.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json, junit
    }

    @Argument(help: "Recipes (JSON or YAML), configurations, deployment templates.", completion: .file())
    var files: [String] = []

    @OptionGroup var options: ProjectOptions

    @Option(help: "How the report is written.")
    var format = Format.text

    @Option(
        help: ArgumentHelp("Write the report to a file, and the text to standard output.", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @Flag(help: "Count warnings as errors.")
    var strict = false

    @OptionGroup var shown: OutputOptions

    func run() throws {
        try GG.telling(shown) { _ in
            let named = options.config.map { [$0] + files.filter { $0 != options.config } } ?? files
            let looked = files.isEmpty ? try ReleaseLint.files(config: options.config) : named
            let report = try ReleaseLint.check(files: looked, variables: options.variables, isStrict: strict)
            let text = self.text(of: report)
            if let output {
                try WholeFile.write(Array(text.utf8), to: output)
                if !shown.json { StandardStreams.write(report.text(), to: STDOUT_FILENO) }
            }
            if output == nil || shown.json { StandardStreams.write(text, to: STDOUT_FILENO) }
            if report.isFailed { throw ExitCode(GG.code(of: .input)) }
        }
    }

    private func text(of report: LintReport) -> String {
        if shown.json { return report.json() }
        return switch format {
        case .text: report.text()
        case .json: report.json()
        case .junit: report.junit()
        }
    }
}
