import Foundation
import Glibc

/// The project's load generator, built on first use: it sends requests at a rate and counts what comes back.
public struct LoadGenerator: Sendable {
    /// What it counted.
    public struct Report: Decodable, Sendable {
        /// Requests sent.
        public let sent: Int
        /// Requests answered at least once.
        public let received: Int
        /// Requests without an answer.
        public let lost: Int
        /// Answers beyond the first of a request.
        public let duplicates: Int
        /// Answers to nothing that was sent.
        public let unknown: Int
        /// Answers that are errors.
        public let refused: Int
        /// Answers that hold none of the expected texts.
        public let wrong: Int
    }

    private let running: Running

    /// Starts it against a broker.
    public init(port: Int, topic: String, _ options: [String], payload: String? = nil, folder: TemporaryFolder)
        async throws
    {
        let program = folder.path + "/mqttload"
        let source = Project.root.appendingPathComponent("Benchmarks/load/mqttload.c").path
        let built = try await Command(["cc", "-O2", "-D_GNU_SOURCE", "-o", program, source, "-lmosquitto", "-lm"]).run()
        guard built.code == 0 else { throw SupportError("mqttload does not build: \(built.errors)") }
        let arguments = [program, "--port", "\(port)", "--request-topic", topic] + options
        running = try Running(arguments + (payload.map { ["--payload", $0] } ?? []))
    }

    /// True until it has counted everything.
    public var isRunning: Bool { running.isRunning }

    /// Sends nothing more; it counts what still comes.
    public func finish() { running.signal(SIGUSR1) }

    /// Waits for its report.
    public func report(limit: Duration) async throws -> Report {
        let result = try await running.finish(limit: limit)
        guard let report = try? JSONDecoder().decode(Report.self, from: Data(result.output.utf8)) else {
            throw SupportError("mqttload made no report (\(result.code)): \(result.output) \(result.errors)")
        }
        return report
    }
}
