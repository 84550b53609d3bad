import Foundation
import Support

/// The built `marram` in a folder of its own, away from what the surroundings set.
struct MarramCommand {
    /// The current directory of the program; its data goes to `data` in it.
    let folder: TemporaryFolder

    private let program: String
    private let environment: [String: String]

    /// Makes one with a `gg-config.yml` of these runtime keys, or without any.
    init(_ keys: String? = nil) throws {
        folder = try TemporaryFolder()
        program = try Project.program("marram")
        var environment: [String: String] = [:]
        for name in ProcessInfo.processInfo.environment.keys where name.hasPrefix("MARRAM_") { environment[name] = "" }
        environment["MARRAM_ONNXRUNTIME"] = Project.onnxRuntime ?? ""
        environment["MARRAM_DATA"] = folder.path + "/data"
        self.environment = environment
        guard let keys else { return }
        let indented = keys.split(separator: "\n").map { "        " + $0 }.joined(separator: "\n")
        try folder.write(
            """
            custom-components:
              edge:
                component-name: io.marram.edge
                ComponentConfiguration:
                  DefaultConfiguration:
            \(indented)
            """,
            to: "gg-config.yml"
        )
    }

    /// Runs it to its end.
    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Command.Result {
        try await Command([program] + arguments, environment: merged(environment), folder: folder.url).run()
    }

    /// Starts it beside the test; `streams` are redirections of the shell, such as `<&-`.
    func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        streams: String? = nil
    ) throws -> Running {
        let shell = streams.map { ["sh", "-c", "exec \"$0\" \"$@\" \($0)"] } ?? []
        return try Running(shell + [program] + arguments, environment: merged(environment), folder: folder.url)
    }

    private func merged(_ environment: [String: String]) -> [String: String] {
        self.environment.merging(environment) { $1 }
    }
}

/// Models that the tests name on the command line.
enum Sample {
    /// The sample model of the project.
    static let iris = Project.root.appendingPathComponent("models/iris").path
}
