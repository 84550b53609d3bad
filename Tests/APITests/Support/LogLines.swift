import Logging
import Support

/// Collects what a server logs.
final class LogLines: Sendable {
    private let lines = Watched<[String]>([])

    var logger: Logger {
        Logger(label: "api") { [self] _ in Handler(log: self) }
    }

    /// All lines: level, message and facts.
    var all: [String] { lines.value }

    /// Waits until a line has the text.
    func wait(for text: String) async throws {
        try await lines.wait(for: "'\(text)' in the log") { $0.contains { $0.contains(text) } }
    }

    private struct Handler: LogHandler {
        let log: LogLines
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            log.lines.change { $0.append("\(event.level) \(event.message) \(facts)") }
        }
    }
}
