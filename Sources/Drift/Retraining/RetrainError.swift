/// Why a retrain policy cannot be set up or taken up again.
public enum RetrainError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A number of a rule or a saved state is out of range.
    case outOfRange(String)
    /// The state was saved by a program with another schema.
    case otherSchema(found: Int, expected: Int)
    /// The state belongs to another model.
    case otherModel(found: String, expected: String)

    /// What was found, what was expected, and how to mend it.
    public var description: String {
        switch self {
        case .outOfRange(let what): what
        case .otherSchema(let found, let expected):
            "the state of retraining has schema \(found), this program reads \(expected); begin anew"
        case .otherModel(let found, let expected):
            "the state of retraining belongs to model \(found), the model is \(expected); begin anew"
        }
    }
}
