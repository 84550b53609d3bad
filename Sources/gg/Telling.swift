import ArgumentParser
import Console
import Foundation
import Release
import Transfer

extension GG {
    /// Runs a command; what it throws is told, and becomes the exit code that docs/spec/gg.md lists.
    ///
    /// Ctrl-C, SIGTERM and SIGHUP make the cancellation.
    static func telling(_ output: OutputOptions, _ body: (Cancellation) throws -> Void) throws {
        do {
            try Interruption.run(body)
        } catch let code as ExitCode {
            throw code
        } catch let error as ValidationError {
            throw error
        } catch {
            let error = ReleaseError.of(error)
            tell(error, output)
            throw ExitCode(code(of: error.kind))
        }
    }

    /// The exit code of a kind of error; usage errors end with 64, which ArgumentParser does.
    static func code(of kind: ReleaseError.Kind) -> Int32 {
        switch kind {
        case .input: 65
        case .cloud: 69
        case .command: 70
        case .timeout: 75
        case .deployment: 76
        }
    }

    private static func tell(_ error: ReleaseError, _ output: OutputOptions) {
        let lines = error.message.split(separator: "\n").map { "error: \($0)\n" }
        StandardStreams.write(lines.joined(), to: STDERR_FILENO)
        guard output.json else { return }
        let told = ["error": ["kind": error.kind.rawValue, "message": error.message]]
        try? output.show(told, text: "")
    }
}
