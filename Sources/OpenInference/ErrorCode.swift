/// The closed list of what can go wrong with a request, as it stands in an answer's `code`.
public enum ErrorCode: String, Sendable, CaseIterable {
    case badJSON = "bad_json"
    case badInput = "bad_input"
    case unknownModel = "unknown_model"
    case unknownVersion = "unknown_version"
    case notReady = "not_ready"
    case tooLarge = "too_large"
    case overloaded
    case `internal`

    /// The HTTP status that says the same.
    public var status: Int {
        switch self {
        case .badJSON, .badInput: 400
        case .unknownModel, .unknownVersion: 404
        case .tooLarge: 413
        case .internal: 500
        case .notReady, .overloaded: 503
        }
    }

    /// A short text for people, the same for every error of this code.
    public var title: String {
        switch self {
        case .badJSON: "The body is not valid JSON"
        case .badInput: "The request is not what the protocol or the model expects"
        case .unknownModel: "No model of this name"
        case .unknownVersion: "The model has no such version"
        case .notReady: "The model cannot serve now"
        case .tooLarge: "The body is over the size limit"
        case .overloaded: "Too many requests are waiting"
        case .internal: "The request could not be computed"
        }
    }
}
