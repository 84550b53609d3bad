import Foundation
import Storage

/// What is kept of one model, in lines for a person.
struct ModelLines {
    private let row: ModelRow
    private let isConfigured: Bool

    /// Of a row; a model that the configuration does not name is not served.
    init(_ row: ModelRow, isConfigured: Bool) {
        self.row = row
        self.isConfigured = isConfigured
    }

    /// Prints them.
    func show() {
        print(row.name + (isConfigured ? "" : "  (not configured, not served)"))
        line("active", row.active.map(resident) ?? "none")
        if let previous = row.previous { line("previous", resident(previous)) }
        if let candidate = row.candidate { line("candidate", self.candidate(candidate)) }
        line("floor", "\(row.floor)")
        for rejected in row.rejected {
            line("rejected", "\(Self.short(rejected.bundle))  \(rejected.code)  \(Self.time(rejected.time))")
        }
    }

    private func resident(_ row: ResidentRow) -> String {
        let signature = row.isSigned ? "signed" : "not signed"
        return "version \(row.version)  \(Self.short(row.bundle))  since \(Self.time(row.since))  \(signature)"
    }

    private func candidate(_ row: CandidateRow) -> String {
        let left = row.remainingMilliseconds.map { "  \(max(0, $0 / 1000)) s of its trial left" } ?? ""
        let bundle = row.bundle.map { "  " + Self.short($0) } ?? ""
        return "version \(row.version ?? "unknown")\(bundle)  \(row.phase)\(left)  job \(row.job)"
    }

    private func line(_ key: String, _ value: String) {
        print("  " + key + String(repeating: " ", count: max(1, 11 - key.count)) + value)
    }

    /// The first 16 hexadecimal digits: the name of its folder in the store.
    static func short(_ bundle: [UInt8]) -> String {
        bundle.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    /// UTC, to the second.
    static func time(_ milliseconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(milliseconds) / 1000).formatted(.iso8601)
    }
}
