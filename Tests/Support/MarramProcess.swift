import Foundation
import Glibc

/// The built program, serving a node in a process of its own.
public final class MarramProcess: Sendable {
    /// The process.
    public let process: Running

    /// Starts `marram run`, or another program that takes the configuration as its argument.
    public init(
        _ configuration: [String: any Sendable],
        port: Int,
        folder: TemporaryFolder,
        program: String? = nil,
        environment given: [String: String] = [:]
    ) throws {
        var merged = configuration
        merged["data_dir"] = folder.path + "/data"
        merged["broker"] = (configuration["broker"] as? [String: any Sendable] ?? [:]).merging(["port": port]) { $1 }
        let json = String(decoding: try JSONSerialization.data(withJSONObject: merged), as: UTF8.self)
        var environment = given
        if let library = Project.onnxRuntime { environment["MARRAM_ONNXRUNTIME"] = library }
        let arguments =
            if let program { [try Project.program(program), json] } else {
                [try Project.program("marram"), "run", "--configuration", json]
            }
        process = try Running(arguments, environment: environment, folder: folder.url)
    }

    /// Ends it as a power cut would.
    public func kill() async throws {
        process.signal(SIGKILL)
        try await process.finish()
    }

    /// Ends it in order.
    public func stop() async throws -> Command.Result {
        process.signal(SIGTERM)
        return try await process.finish()
    }
}
