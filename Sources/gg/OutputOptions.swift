import ArgumentParser
import Console
import Foundation
import Release

/// How a command tells what it does and what came of it.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Print the result as one JSON document on standard output.")
    var json = false

    /// What takes progress and warnings: bars on a terminal, plain lines elsewhere and in CI; always on standard error.
    func journal() -> any ReleaseJournal {
        let environment = ProcessInfo.processInfo.environment
        let isCI = environment["CI"] != nil || environment["CODEBUILD_BUILD_ID"] != nil
        let isTerminal = isatty(STDERR_FILENO) == 1 && environment["TERM"] != "dumb" && !isCI
        return isTerminal ? TerminalJournal() : LineJournal()
    }

    /// Prints a result: as JSON with `--json`, else as the text.
    func show(_ result: some Encodable, text: @autoclosure () -> String) throws {
        guard json else {
            StandardStreams.write(text(), to: STDOUT_FILENO)
            return
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        StandardStreams.write(String(decoding: try encoder.encode(result), as: UTF8.self) + "\n", to: STDOUT_FILENO)
    }
}
