/// The members of a detector that is written.
enum DetectorKeys: String, CodingKey {
    case schema = "schema_version"
    case detector, parameters, record, state
}

extension DriftDetector {
    /// The version of what ``encode(to:)`` writes.
    public static var schemaVersion: Int { 1 }

    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: ``DetectorError`` for another version, another detector, and a state that cannot be.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: DetectorKeys.self)
        let version = try values.decode(Int.self, forKey: .schema)
        guard version == Self.schemaVersion else {
            throw DetectorError(
                "the detector's state has schema version \(version), expected \(Self.schemaVersion); "
                    + "begin with an empty detector"
            )
        }
        let name = try values.decode(String.self, forKey: .detector)
        guard name == Self.kind.rawValue else {
            throw DetectorError("this is the state of '\(name)', expected that of \(Self.kind.rawValue)")
        }
        self.init(try values.decode(Parameters.self, forKey: .parameters))
        let record = try values.decode(DetectorRecord.self, forKey: .record)
        let state = try values.decode(State.self, forKey: .state)
        try state.check(parameters, samples: record.samples)
        restore(state, record)
    }

    /// Writes version, name, parameters, counts and state.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: DetectorKeys.self)
        try values.encode(Self.schemaVersion, forKey: .schema)
        try values.encode(Self.kind, forKey: .detector)
        try values.encode(parameters, forKey: .parameters)
        try values.encode(record, forKey: .record)
        try values.encode(state, forKey: .state)
    }
}
