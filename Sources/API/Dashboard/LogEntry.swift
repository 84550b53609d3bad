import Foundation
import Monitoring
import OpenInference

/// An event as the log shows it.
struct LogEntry: Sendable {
    /// What an event is about.
    enum Kind: String, Sendable, CaseIterable {
        case anomaly, drift, quality, retrain, update, input, health

        /// That of a CloudEvent's type.
        init(type: String) {
            switch type.split(separator: ".").dropFirst(2).first {
            case "anomaly": self = .anomaly
            case "drift": self = .drift
            case "dataquality": self = .quality
            case "retrain": self = .retrain
            case "model": self = .update
            case "input": self = .input
            default: self = .health
            }
        }
    }

    /// How bad it is.
    enum Severity: String, Sendable {
        case info, warning, major, critical
    }

    /// The members of a CloudEvent that are looked at.
    private struct Head: Decodable {
        struct Facts: Decodable {
            let severity: String?
            let status: String?
            let state: String?
        }

        let type: String
        let subject: String?
        let time: String?
        let data: Facts?
    }

    let id: String
    let kind: Kind
    private let severity: Severity
    private let head: Head
    private let document: [UInt8]

    /// Reads an event; nil where it is none that could be shown.
    init?(_ event: BoardEvent, session: Int) {
        guard let head = try? JSONDecoder().decode(Head.self, from: Data(event.document)) else { return nil }
        self.head = head
        id = "\(session)-\(event.number)"
        kind = Kind(type: head.type)
        severity = Self.severity(kind, head)
        document = event.document
    }

    private static func severity(_ kind: Kind, _ head: Head) -> Severity {
        // `io.marram.anomaly.opened.v1`: what has happened is the last word but one.
        let word = head.type.split(separator: ".").dropLast().last ?? ""
        switch kind {
        case .anomaly: return word == "opened" ? .warning : .info
        case .drift: return head.data?.severity.flatMap(Severity.init) ?? .info
        case .quality: return word == "violated" ? .warning : .info
        case .retrain: return word == "failed" ? .major : .info
        case .update: return ["rejected", "corrupt", "rolled_back"].contains(word) ? .major : .info
        case .input: return .warning
        case .health:
            return head.data?.status == "degraded" || head.data?.state == "disconnected" ? .warning : .info
        }
    }

    /// The entry as a JSON object on one line.
    var line: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(document.count + 256)
        let members = [
            ("id", id), ("time", head.time ?? ""), ("kind", kind.rawValue), ("type", head.type),
            ("severity", severity.rawValue), ("subject", head.subject ?? ""),
        ]
        for (index, (name, value)) in members.enumerated() {
            bytes.appendRaw(index == 0 ? "{\"\(name)\":" : ",\"\(name)\":")
            bytes.appendQuoted(value)
        }
        bytes.appendRaw(#","event":"#)
        bytes.append(contentsOf: document)
        bytes.appendRaw("}")
        return bytes
    }
}
