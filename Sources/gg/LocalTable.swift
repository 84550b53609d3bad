import Foundation
import Release
import Sandbox

/// How the components' states are shown.
enum LocalTable {
    struct Document: Encodable {
        let running: Bool
        let supervisor: Int32?
        let components: [LocalStatus.Entry]
    }

    static func document(_ status: LocalStatus?, isRunning: Bool) -> Document {
        Document(
            running: isRunning,
            supervisor: isRunning ? status?.supervisor.identifier : nil,
            components: status?.components ?? []
        )
    }

    static func text(_ status: LocalStatus) -> String {
        var table = Table("HANDLE", "VERSION", "STATE", "SINCE", "PID", "RESTARTS", "REASON")
        for entry in status.components {
            table.add(
                entry.handle,
                entry.version,
                entry.state.rawValue,
                Date(timeIntervalSince1970: TimeInterval(entry.since)).formatted(.iso8601),
                entry.process.map(String.init) ?? "-",
                String(entry.restarts),
                entry.reason ?? "-"
            )
        }
        return table.text
    }

    /// One component in a line.
    static func line(_ entry: LocalStatus.Entry) -> String {
        "\(entry.handle): \(entry.state.rawValue)" + (entry.reason.map { " (\($0))" } ?? "")
    }
}
