import Foundation
import Logging

/// Writes log lines to standard error, for a person or for a program.
struct LineLogHandler: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat
    private let isTerminal = isatty(STDERR_FILENO) == 1

    /// A logger for the whole program.
    static func logger(level: String, format: LogFormat) -> Logger {
        Logger(label: "marram") { _ in
            LineLogHandler(logLevel: Logger.Level(rawValue: level) ?? .info, format: format)
        }
    }

    init(logLevel: Logger.Level, format: LogFormat) {
        self.logLevel = logLevel
        self.format = format
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        let line =
            switch format {
            case .text: text(event, facts, time)
            case .json: json(event, facts, time)
            }
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }

    private func text(_ event: LogEvent, _ facts: [(key: String, value: Logger.Metadata.Value)], _ time: String)
        -> String
    {
        let name = event.level.rawValue.uppercased()
        let level = name + String(repeating: " ", count: max(0, 8 - name.count))
        let clock = isTerminal ? String(time.dropFirst(11).prefix(12)) : time
        let coloured = isTerminal ? Self.colour(event.level) + level + "\u{1B}[0m" : level
        return ([clock, coloured, "\(event.message)"] + facts.map { "\($0.key)=\(Self.quoted("\($0.value)"))" })
            .joined(separator: " ")
    }

    private func json(_ event: LogEvent, _ facts: [(key: String, value: Logger.Metadata.Value)], _ time: String)
        -> String
    {
        var members = [("time", time), ("level", event.level.rawValue), ("message", "\(event.message)")]
        members += facts.map { ($0.key, "\($0.value)") }
        return "{" + members.map { "\(Self.literal($0.0)):\(Self.literal($0.1))" }.joined(separator: ",") + "}"
    }

    private static func colour(_ level: Logger.Level) -> String {
        switch level {
        case .critical, .error: "\u{1B}[31m"
        case .warning: "\u{1B}[33m"
        case .notice, .info: "\u{1B}[32m"
        case .debug, .trace: "\u{1B}[2m"
        }
    }

    /// A value that stands for itself, or its JSON text; a line stays a line.
    private static func quoted(_ value: String) -> String {
        let isPlain =
            !value.isEmpty
            && value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "\"" && $0 != "=" && $0.value != 0x7F }
        return isPlain ? value : literal(value)
    }

    private static func literal(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": literal += "\\\""
            case "\\": literal += "\\\\"
            case "\n": literal += "\\n"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                literal +=
                    "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
