import Edge

/// What a node says of an update, in lines for a person: one for each phase, and one for each quarter of a download.
struct UpdateLines {
    private let model: Name
    private var phase = ""
    private var quarter = -1
    private var waiting: String?

    /// Of an update of a model.
    init(_ model: Name) { self.model = model }

    /// The line to print, if there is one.
    mutating func line(_ news: UpdateNews) -> String? {
        switch news {
        case .away(let status): "the node is \(status); the update goes on when it is back"
        case .back: "the node is back"
        case .progress(let progress): line(progress)
        }
    }

    private mutating func line(_ progress: UpdateProgress) -> String? {
        if progress.isFinal { return ending(progress) }
        if let reason = progress.details["waiting"] {
            guard reason != waiting else { return nil }
            waiting = reason
            phase = progress.phase
            return "waiting: \(reason); it is tried again"
        }
        waiting = nil
        let isNew = progress.phase != phase || progress.details["awaiting"] != nil
        if isNew { quarter = -1 }
        phase = progress.phase
        if phase == "DOWNLOADING" { return download(progress, isNew: isNew) }
        return isNew ? text(progress) : nil
    }

    private mutating func download(_ progress: UpdateProgress, isNew: Bool) -> String? {
        guard let done = number(progress, "bytes"), let total = number(progress, "total"), total > 0 else {
            return isNew ? "downloading" : nil
        }
        let now = Int(4 * done / total)
        guard now > quarter else { return nil }
        quarter = now
        let resumed = number(progress, "resumed_from").map { ", resumed at \(size($0))" } ?? ""
        return "downloading: \(size(done)) of \(size(total))\(isNew ? resumed : "")"
    }

    private func text(_ progress: UpdateProgress) -> String {
        switch progress.phase {
        case "RECEIVED": progress.status == "QUEUED" ? "queued until its time has come" : "taken by the node"
        case "MANIFEST_OK": "manifest accepted" + (progress.version.map { ": version \($0)" } ?? "")
        case "VERIFIED": "all files are verified"
        case "STORED": "in the store"
        case "PROBED": "probed" + facts(progress)
        case "SHADOW": "shadow: it sees copies of live inputs" + facts(progress)
        case "TRIAL" where progress.details["awaiting"] == "confirm":
            "its trial is over; confirm it with 'marram models confirm \(model)'"
        case "TRIAL": "on trial: it serves" + facts(progress)
        default: progress.phase.lowercased().replacing("_", with: " ") + facts(progress)
        }
    }

    private func ending(_ progress: UpdateProgress) -> String {
        let version = progress.version.map { " version \($0)" } ?? ""
        if progress.isSuccess, progress.details["note"] == "already installed" {
            return "\(model) is installed already: nothing was done"
        }
        if progress.isSuccess { return "confirmed: \(model) serves\(version)" + facts(progress) }
        let why = [progress.code, progress.reason].compactMap(\.self).joined(separator: ": ")
        let back = progress.details["rolled_back_to"].map { "; version \($0) serves again" } ?? ""
        return "\(progress.status.lowercased()) at \(progress.phase): \(why)\(back)"
    }

    private func facts(_ progress: UpdateProgress) -> String {
        guard !progress.details.isEmpty else { return "" }
        let pairs = progress.details.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return " (" + pairs.joined(separator: ", ") + ")"
    }

    private func number(_ progress: UpdateProgress, _ name: String) -> Double? {
        progress.details[name].flatMap(Double.init)
    }

    private func size(_ bytes: Double) -> String {
        if bytes < 1000 { return "\(Int(bytes)) bytes" }
        return bytes < 1_000_000 ? "\(Int((bytes / 1000).rounded())) kB" : "\((bytes / 100_000).rounded() / 10) MB"
    }
}
