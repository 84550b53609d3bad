/// What a signal is like without a drift; values are reckoned from its mean, in its deviations, and clipped.
///
/// Clipped, since a single value of 10^6 deviations makes ADWIN's variance so great that it finds nothing for as long as
/// the value is in its window, and is a drift to Page-Hinkley by itself.
public struct SignalReference: Sendable, Hashable {
    /// The mean: finite.
    public let mean: Double
    /// The standard deviation: finite, more than 0.
    public let deviation: Double
    /// The deviations that a value is away from the mean at most: 1 to 10^9.
    public let clip: Double

    /// Makes a reference.
    ///
    /// - Throws: What is out of range, see the members.
    public init(mean: Double, deviation: Double, clip: Double = 20) throws(DetectorError) {
        try DetectorError.check("mean", mean, from: -1e100, to: 1e100)
        try DetectorError.check("deviation", deviation, from: 1e-100, to: 1e100)
        try DetectorError.check("clip", clip, from: 1, to: 1e9)
        self.mean = mean
        self.deviation = deviation
        self.clip = clip
    }

    /// The value in deviations from the mean.
    func standardised(_ value: Double) -> Double { max(-clip, min(clip, (value - mean) / deviation)) }
}

extension SignalReference {
    /// Takes `mean`, `deviation` and `clip` out of settings; nil when there are none.
    ///
    /// - Throws: What is out of range, and what is set without the rest.
    init?(reading settings: inout DetectorSettings, base: Self?) throws(DetectorError) {
        let mean = try settings.takeOptional("mean", base?.mean)
        let deviation = try settings.takeOptional("deviation", base?.deviation)
        let clip = try settings.takeOptional("clip", base?.clip)
        guard let mean, let deviation else {
            guard mean == nil, deviation == nil, clip == nil else {
                throw DetectorError("one of mean, deviation and clip is set alone; set both, or none for raw values")
            }
            return nil
        }
        try self.init(mean: mean, deviation: deviation, clip: clip ?? 20)
    }

    /// Its members by name; `none` of them where there is no reference.
    static func settings(of reference: Self?) -> [String: DetectorSetting] {
        [
            "mean": reference.map { .number($0.mean) } ?? .text("none"),
            "deviation": reference.map { .number($0.deviation) } ?? .text("none"),
            "clip": reference.map { .number($0.clip) } ?? .text("none"),
        ]
    }
}
