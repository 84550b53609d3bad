import ArgumentParser
import Console
import Foundation
import Release

extension GG {
    /// What went wrong, as a member of a result.
    struct Failure: Encodable {
        let kind: String
        let message: String

        init(_ error: ReleaseError) {
            kind = error.kind.rawValue
            message = error.message
        }
    }

    /// Prints a result that is worth printing even where something has failed, and ends with the failure's exit code.
    static func show(
        _ result: some Encodable,
        text: @autoclosure () -> String,
        failure: ReleaseError?,
        _ output: OutputOptions
    ) throws {
        try output.show(result, text: text())
        guard let failure else { return }
        let lines = failure.message.split(separator: "\n").map { "error: \($0)\n" }
        StandardStreams.write(lines.joined(), to: STDERR_FILENO)
        throw ExitCode(code(of: failure.kind))
    }
}
