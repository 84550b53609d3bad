import Foundation
import Lab

/// The program `marram-plot`, which draws.
struct Plotter {
    private let program: URL
    private let output: String

    /// Finds the program beside this one, else in PATH.
    ///
    /// - Throws: When it is nowhere, with what to do about it.
    init(output: String) throws(LabError) {
        guard let found = Self.program() else {
            throw LabError(
                "--plot needs the program marram-plot beside marram or in PATH; build it by "
                    + "'swift build --product marram-plot', or install the package that has it"
            )
        }
        program = found
        self.output = output
    }

    /// The program beside this one, else in PATH; nil where it is nowhere.
    static func program() -> URL? {
        let beside = Bundle.main.executableURL?.deletingLastPathComponent().path
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = [beside].compactMap { $0 } + path.split(separator: ":").map(String.init)
        let places = folders.map { URL(filePath: $0).appending(path: "marram-plot") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }

    /// Draws a document.
    ///
    /// - Throws: When the program fails; why, it says itself on standard error.
    func draw(_ document: [UInt8]) async throws {
        let process = Process()
        let input = Pipe()
        process.executableURL = program
        process.arguments = ["-o", output, "-"]
        process.standardInput = input
        try process.run()
        // A program that ends early closes the pipe, which must not end this one; its exit code says more than that.
        _ = signal(SIGPIPE, SIG_IGN)
        try? input.fileHandleForWriting.write(contentsOf: Data(document))
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw LabError("marram-plot did not draw \(output) (exit code \(process.terminationStatus))")
        }
    }
}
