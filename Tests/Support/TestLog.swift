public import Logging

/// Collects what a program or a part of it logs.
public final class TestLog: Sendable {
    private let lines = Watched<[String]>([])

    /// Makes one without lines.
    public init() {}

    /// Takes lines of every level.
    public var logger: Logger {
        Logger(label: "test") { [self] _ in Handler(log: self) }
    }

    /// All lines: level, message and facts.
    public var all: [String] { lines.value }

    /// Lines with a message or a fact that contains the text.
    public func lines(containing text: String) -> [String] { lines.value.filter { $0.contains(text) } }

    /// Waits until that many lines contain the text.
    public func wait(for text: String, times: Int = 1) async throws {
        try await lines.wait(for: "'\(text)' in the log") { $0.count { $0.contains(text) } >= times }
    }

    private func add(_ line: String) { lines.change { $0.append(line) } }

    private struct Handler: LogHandler {
        let log: TestLog
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            log.add("\(event.level) \(event.message) \(facts)")
        }
    }
}
