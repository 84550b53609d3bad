/// Why a model cannot be loaded or taken out of service.
public struct RepositoryError: Error, Sendable, Equatable {
    /// What kind of reason it is.
    public enum Kind: Sendable {
        /// The configuration has no such model.
        case unknownModel
        /// It does not go together with what is there: an update under way, a bundle that is missing or damaged.
        case conflict
        /// The node starts or stops.
        case notReady

        /// The HTTP status that says the same.
        public var status: Int {
            switch self {
            case .unknownModel: 404
            case .conflict: 409
            case .notReady: 503
            }
        }
    }

    /// What kind of reason it is.
    public let kind: Kind
    /// What was found, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}
