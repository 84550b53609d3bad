/// A run of a DAG, as the server tells it.
public struct DAGRun: Sendable, Hashable {
    /// How far it is.
    public enum State: Sendable, Hashable {
        /// It waits; for as long as the DAG is paused, too.
        case queued
        /// Its tasks are at work.
        case running
        /// All is done.
        case success
        /// It has failed.
        case failed
        /// A word that is not known here; the run is taken to be under way.
        case other(String)
    }

    /// The identifier.
    public let id: String
    /// How far it is.
    public let state: State
    /// The member `order_id` of what it was given to work with; nil: it has none.
    public let orderID: String?

    /// Describes a run.
    public init(id: String, state: State, orderID: String?) {
        self.id = id
        self.state = state
        self.orderID = orderID
    }

    /// True for an identifier that every Airflow takes: 1 to 200 of `A-Z a-z 0-9 _ . ~ : + -`.
    ///
    /// Its column holds 250 characters, and workers name folders by it, which end at 255 with what stands before.
    public static func isIdentifier(_ text: String) -> Bool {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "_.~:+-".utf8.contains(byte)
            }
        }
        return isPlain && (1...200).contains(text.utf8.count) && text.contains { $0 != "." }
    }
}

extension DAGRun.State {
    init(_ text: String) {
        switch text {
        case "queued": self = .queued
        case "running": self = .running
        case "success": self = .success
        case "failed": self = .failed
        default: self = .other(String(text.prefix(64)))
        }
    }
}

extension DAGRun.State: CustomStringConvertible {
    /// Airflow's word.
    public var description: String {
        switch self {
        case .queued: "queued"
        case .running: "running"
        case .success: "success"
        case .failed: "failed"
        case .other(let word): word
        }
    }
}
