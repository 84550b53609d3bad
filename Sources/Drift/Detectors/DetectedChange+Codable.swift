extension DetectedChange: Codable {
    private enum CodingKeys: String, CodingKey {
        case index, earliest, statistic, threshold, direction
        case pValue = "p_value"
    }

    /// Reads what ``encode(to:)`` wrote.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        index = try values.decode(Int.self, forKey: .index)
        earliest = try values.decode(Int.self, forKey: .earliest)
        statistic = try values.decode(ExactNumber.self, forKey: .statistic).wrappedValue
        threshold = try values.decode(ExactNumber.self, forKey: .threshold).wrappedValue
        direction = try values.decode(ChangeDirection.self, forKey: .direction)
        pValue = try values.decodeIfPresent(Double.self, forKey: .pValue)
    }

    /// Writes all members; numbers that are not finite as texts.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(index, forKey: .index)
        try values.encode(earliest, forKey: .earliest)
        try values.encode(ExactNumber(wrappedValue: statistic), forKey: .statistic)
        try values.encode(ExactNumber(wrappedValue: threshold), forKey: .threshold)
        try values.encode(direction, forKey: .direction)
        try values.encodeIfPresent(pValue, forKey: .pValue)
    }
}
