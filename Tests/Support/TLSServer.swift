import Foundation

/// openssl's own server on loopback, which answers `GET /name` over TLS with a file of its folder.
public final class TLSServer: Sendable {
    /// The port it listens on.
    public let port: Int
    private let folder: TemporaryFolder
    private let running: Running

    /// Starts it; `arguments` are added to those of `openssl s_server`.
    ///
    /// With `isRaw` a file holds a whole answer with its head, else only the body.
    public init(
        _ pair: TestCertificates.Pair,
        files: [String: String],
        isRaw: Bool = false,
        arguments: [String] = []
    ) async throws {
        folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text, to: name) }
        let command = ["openssl", "s_server", "-accept", "127.0.0.1:0", "-cert", pair.certificate, "-key", pair.key]
        running = try Running(command + [isRaw ? "-HTTP" : "-WWW"] + arguments, folder: folder.url)
        try await running.waitForOutput("its port") { Self.port($0) != nil }
        port = Self.port(running.output) ?? 0
    }

    /// The URL of a path on it.
    public func url(_ path: String, host: String = "localhost") -> String { "https://\(host):\(port)\(path)" }

    private static func port(_ output: String) -> Int? {
        for line in output.split(separator: "\n").dropLast(output.hasSuffix("\n") ? 0 : 1)
        where line.hasPrefix("ACCEPT ") {
            return line.split(separator: ":").last.flatMap { Int($0) }
        }
        return nil
    }
}
