import Foundation

/// A program that writes credentials to its standard output, run without a shell.
struct CredentialProcess {
    private static let seconds = 60.0
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
        let output = try output(of: program, Array(words.dropFirst()))
        let origin = "the credential_process of profile \(profile)"
        let document = try CredentialDocument.read(output, from: origin)
        guard document.Version == 1 else {
            throw failure("gave \(document.Version.map { "version \($0)" } ?? "no Version"); expected 1")
        }
        return try document.credentials(from: origin)
    }

    private func find(_ name: String) -> URL? {
        if name.contains("/") { return URL(filePath: name) }
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let places = folders.map { URL(filePath: String($0)).appending(path: name) }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    private func output(of program: URL, _ arguments: [String]) throws(AWSError) -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = pipe
        // It may hold anything, also keys; whoever mends it runs the program by hand.
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw failure("does not start: \(error.localizedDescription)")
        }
        return [UInt8]()
    }

    private func failure(_ what: String) -> AWSError {
        AWSError("Credentials", "the credential_process of profile \(profile) \(what)")
    }
}
