/// The state of all alarms, to be saved; bound to the version of the model and to the profile.
public struct AlarmState: Sendable, Hashable, Codable {
    /// The schema that this program writes and reads.
    public static let currentSchema = 1

    /// The schema.
    public let schemaVersion: Int
    /// The version of the model.
    public let modelVersion: String
    /// The profile.
    public let profileID: String
    let alarms: [Entry]

    struct Entry: Sendable, Hashable, Codable {
        let detector: String
        let feature: String
        let machine: AlarmMachine
    }

    private enum CodingKeys: String, CodingKey {
        case alarms
        case schemaVersion = "schema_version"
        case modelVersion = "model_version"
        case profileID = "profile_id"
    }

    init(modelVersion: String, profileID: String, alarms: [Entry]) {
        schemaVersion = Self.currentSchema
        self.modelVersion = modelVersion
        self.profileID = profileID
        self.alarms = alarms
    }
}
