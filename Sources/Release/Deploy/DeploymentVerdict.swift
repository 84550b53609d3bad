/// What is said of a deployment that was followed.
struct DeploymentVerdict {
    /// How it ended, in one line.
    let line: String
    /// Why the program does not end well; nil where it does.
    let failure: ReleaseError?
    /// True where it goes on and cannot be seen.
    let isUnseen: Bool

    init(_ progress: DeploymentProgress, id: String, patience: Patience) {
        let failures = progress.failures.prefix(50).map { "  \($0.line)" }
        let more = progress.failures.count > 50 ? ["  and \(progress.failures.count - 50) more devices"] : []
        switch progress.ending {
        case .succeeded(let devices):
            line =
                switch devices {
                case nil: "COMPLETED; its devices cannot be seen"
                case 0: "no core device is in \(progress.target.name); those that join it get the deployment"
                case let count?: "SUCCEEDED on \(count == 1 ? "1 device" : "\(count) devices")"
                }
            failure = nil
            isUnseen = devices == nil || devices == 0
        case .failed(let reason):
            line = reason
            let lines = ["deployment \(id): \(reason)"] + failures + more
            failure = ReleaseError(.deployment, lines.joined(separator: "\n"))
            isUnseen = false
        case .unseen(let reason):
            line = "it has begun and cannot be followed: \(reason)"
            failure = nil
            isUnseen = true
        case nil:
            line = "not at its end after \(patience.limitText); \(progress.counts)"
            let lines = ["deployment \(id): \(line)"] + failures + more + ["gg status \(id) shows how it goes on"]
            // What has failed on a device is not mended by waiting longer.
            let kind: ReleaseError.Kind = failures.isEmpty ? .timeout : .deployment
            failure = ReleaseError(kind, lines.joined(separator: "\n"))
            isUnseen = false
        }
    }
}
