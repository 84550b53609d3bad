/// What can be set of a detector; such a value is always valid.
public protocol DetectorParameters: Sendable, Hashable, Codable {
    /// The defaults for use.
    static var standard: Self { get }
    /// river 0.26.1's defaults; decisions are river's, to the sample.
    static var river: Self { get }

    /// Whether the decisions are those of river 0.26.1 with these numbers.
    var isParity: Bool { get }

    /// Takes what is named from the settings, and the rest from `base`.
    ///
    /// - Throws: A value that is out of range or of the wrong type.
    init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError)

    /// All of it by name.
    var settings: DetectorSettings { get }
}

extension DetectorParameters {
    /// Makes parameters from settings by name.
    ///
    /// `parity: river` makes river's defaults those of what is not named; otherwise they are the standard ones.
    ///
    /// - Throws: A name that is not known, a value that is out of range or of the wrong type.
    public init(_ settings: DetectorSettings) throws(DetectorError) {
        var settings = settings
        let parity = try settings.take("parity", .text("none"))
        let base: Self
        switch parity {
        case .text("river"): base = .river
        case .text("none"): base = .standard
        default: throw DetectorError("parity is \(parity); expected river or none")
        }
        try self.init(reading: &settings, base: base)
        try settings.finish(known: base.settings)
    }

    /// Reads what ``encode(to:)`` wrote, or a part of it; the rest is standard.
    public init(from decoder: any Decoder) throws {
        try self.init(try DetectorSettings(from: decoder))
    }

    /// Writes all of it by name.
    public func encode(to encoder: any Encoder) throws { try settings.encode(to: encoder) }
}
