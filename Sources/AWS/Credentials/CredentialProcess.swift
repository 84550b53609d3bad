import Foundation
import Sandbox

/// A program that writes credentials to its standard output, run without a shell.
struct CredentialProcess {
    private static let limit = Duration.seconds(60)
    private static let outputLimit = 64 << 10

    /// The program and its arguments, in a shell's quotes.
    let line: String
    /// Whose it is, for errors.
    let profile: String
    let environment: [String: String]

    func run() throws(AWSError) -> Credentials {
        guard let words = ShellWords.split(line), let name = words.first, let program = find(name) else {
            throw failure("names no program that is there; expected a path, or a name in PATH, and arguments in quotes")
        }
        let origin = "the credential_process of profile \(profile)"
        let output = try output(of: program, Array(words.dropFirst()))
        let document = try CredentialDocument.read(output, from: origin)
        guard document.Version == 1 else {
            throw failure("gave \(document.Version.map { "version \($0)" } ?? "no Version"); expected 1")
        }
        return try document.credentials(from: origin)
    }

    private func find(_ name: String) -> String? {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let places = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return places.first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    private func output(of program: String, _ arguments: [String]) throws(AWSError) -> [UInt8] {
        let ending: ChildEnding
        do throws(SandboxError) {
            var child = try ChildProcess(
                ChildProgram(executable: program, arguments: arguments, environment: environment)
            )
            ending = child.wait(limit: Self.limit, outputLimit: Self.outputLimit)
        } catch {
            throw failure("does not start: \(error)")
        }
        // What it wrote to standard error may hold anything, also keys; whoever mends it runs the program by hand.
        switch ending.cause {
        case .exited(0): return ending.output
        case .timedOut: throw failure("did not end within \(Self.limit)")
        case .flooded: throw failure("wrote more than \(Self.outputLimit) bytes")
        default: throw failure("failed (\(ending.cause)); run it by hand to see what it says")
        }
    }

    private func failure(_ what: String) -> AWSError {
        AWSError("Credentials", "the credential_process of profile \(profile) \(what)")
    }
}
