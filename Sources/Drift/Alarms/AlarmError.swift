/// Why alarms cannot be set up or taken up again.
public enum AlarmError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A number of a rule or a saved state is out of range.
    case outOfRange(String)
    /// The state was saved by a program with another schema.
    case otherSchema(found: Int, expected: Int)
    /// The state belongs to another version of the model.
    case otherModel(found: String, expected: String)
    /// The state was made against another profile.
    case otherProfile(found: String, expected: String)

    /// What was found, what was expected, and how to mend it.
    public var description: String {
        switch self {
        case .outOfRange(let what): what
        case .otherSchema(let found, let expected):
            "the state of the alarms has schema \(found), this program reads \(expected); begin anew"
        case .otherModel(let found, let expected):
            "the state of the alarms belongs to model version \(found), the model is \(expected); begin anew"
        case .otherProfile(let found, let expected):
            "the state of the alarms belongs to profile \(found), the profile is \(expected); begin anew"
        }
    }
}
