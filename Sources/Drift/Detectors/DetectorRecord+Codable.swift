extension DetectorRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case samples, skipped, warning, drift, change, spent
        case warningStart = "warning_start"
    }

    /// Reads what ``encode(to:)`` wrote.
    ///
    /// - Throws: ``DetectorError`` for counts and indices that cannot be.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        samples = try values.decode(Int.self, forKey: .samples)
        skipped = try values.decode(Int.self, forKey: .skipped)
        warning = try values.decode(Bool.self, forKey: .warning)
        drift = try values.decode(Bool.self, forKey: .drift)
        isSpent = try values.decode(Bool.self, forKey: .spent)
        change = try values.decodeIfPresent(DetectedChange.self, forKey: .change)
        warningStart = try values.decodeIfPresent(Int.self, forKey: .warningStart)
        try DetectorError.check("samples", samples, in: 0...Self.mostValues)
        try DetectorError.check("skipped", skipped, in: 0...Self.mostValues)
        if let warningStart { try DetectorError.check("warning_start", warningStart, in: 0...samples) }
        if let change {
            try DetectorError.check("change.index", change.index, in: 0...samples)
            try DetectorError.check("change.earliest", change.earliest, in: 0...change.index)
        }
    }

    /// Writes all members.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(samples, forKey: .samples)
        try values.encode(skipped, forKey: .skipped)
        try values.encode(warning, forKey: .warning)
        try values.encode(drift, forKey: .drift)
        try values.encode(isSpent, forKey: .spent)
        try values.encodeIfPresent(change, forKey: .change)
        try values.encodeIfPresent(warningStart, forKey: .warningStart)
    }
}
