/// How far one core device is with a deployment.
public struct DeviceProgress: Sendable, Hashable, Codable {
    /// Where it stands.
    public enum State: String, Sendable, Hashable, Codable, CaseIterable {
        /// The device has not heard of it.
        case waiting = "WAITING"
        case queued = "QUEUED"
        case inProgress = "IN_PROGRESS"
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
        case timedOut = "TIMED_OUT"
        case canceled = "CANCELED"
        case rejected = "REJECTED"

        /// Reads Greengrass's word; nil for one that is not known.
        public init?(word: String) {
            switch word {
            case "COMPLETED": self = .succeeded
            default: self.init(rawValue: word)
            }
        }

        /// True when nothing more will happen.
        public var isSettled: Bool {
            switch self {
            case .waiting, .queued, .inProgress: false
            case .succeeded, .failed, .timedOut, .canceled, .rejected: true
            }
        }

        /// True when it has ended, and not well.
        public var isFailure: Bool { isSettled && self != .succeeded }
    }

    /// The core device's thing name.
    public let thing: String
    /// Where it stands.
    public var state: State
    /// Why, in Greengrass's words.
    public var reason: String?
    /// Its error types, such as `ARTIFACT_DOWNLOAD_ERROR`.
    public var errorTypes: [String]
    /// Its error stack, the general before the special.
    public var errorStack: [String]

    /// Makes a device's progress.
    public init(
        thing: String,
        state: State,
        reason: String? = nil,
        errorTypes: [String] = [],
        errorStack: [String] = []
    ) {
        self.thing = thing
        self.state = state
        self.reason = reason
        self.errorTypes = errorTypes
        self.errorStack = errorStack
    }

    /// One line about a failure: `edge-3: FAILED, reason (TYPE, TYPE)`.
    public var line: String {
        var line = "\(thing): \(state.rawValue)"
        if let reason, !reason.isEmpty { line += ", \(reason)" }
        let words = errorTypes.isEmpty ? errorStack : errorTypes
        if !words.isEmpty { line += " (\(words.joined(separator: ", ")))" }
        return line
    }
}
