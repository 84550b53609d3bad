import Edge
import Foundation
import Storage

/// What is kept of one model, in lines for a person.
struct ModelLines {
    private let row: ModelRow
    private let isConfigured: Bool
    private let autoConfirm: Bool

    /// Of a row; a model that the configuration does not name is not served.
    ///
    /// `autoConfirm` holds for updates that do not say themselves whether they wait for a person's word.
    init(_ row: ModelRow, isConfigured: Bool, autoConfirm: Bool) {
        self.row = row
        self.autoConfirm = autoConfirm
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
        let bundle = row.bundle.map { "  " + Self.short($0) } ?? ""
        let version = row.version.map { "version \($0)" } ?? "version not known yet"
        return "\(version)\(bundle)  \(row.phase)\(course(of: row))  job \(row.job)"
    }

    /// What ends the phase that an update stands in.
    private func course(of row: CandidateRow) -> String {
        let wish = row.wish
        if let time = wish.notBefore, row.phase == "RECEIVED" { return "  not before \(Self.time(time))" }
        // What is left of a trial is saved when it begins and when the program ends.
        guard let left = row.remainingMilliseconds else { return "" }
        return wish.autoConfirm ?? autoConfirm
            ? "  for \(max(0, left / 1000)) s from its last start"
            : "  waits for 'marram models confirm \(self.row.name)'"
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
