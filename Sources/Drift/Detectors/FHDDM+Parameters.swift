extension FHDDM {
    /// What can be set of FHDDM.
    public struct Parameters: DetectorParameters {
        /// The values that are held: 2 to 10,000.
        public let windowSize: Int
        /// How improbable a drift must be: above 0, below 1.
        public let confidence: Double
        /// The newest values that are looked at by themselves, too: 1 to the window's size; nil: they are not.
        public let shortWindowSize: Int?
        /// Whether 1 is an error.
        public let isInverted: Bool

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            windowSize: Int = 100,
            confidence: Double = 1e-6,
            shortWindowSize: Int? = nil,
            isInverted: Bool = true
        ) throws(DetectorError) {
            try DetectorError.check("sliding_window_size", windowSize, in: 2...10_000)
            try DetectorError.check("confidence_level", confidence, above: 0, below: 1)
            if let shortWindowSize {
                try DetectorError.check("short_window_size", shortWindowSize, in: 1...windowSize)
            }
            self.init(windowSize, confidence, shortWindowSize, isInverted)
        }

        private init(_ windowSize: Int, _ confidence: Double, _ shortWindowSize: Int?, _ isInverted: Bool) {
            self.windowSize = windowSize
            self.confidence = confidence
            self.shortWindowSize = shortWindowSize
            self.isInverted = isInverted
        }

        /// river's, for errors.
        public static let standard = Parameters(100, 1e-6, nil, true)
        /// river's.
        public static let river = Parameters(100, 1e-6, nil, false)

        /// Whether the decisions are river's.
        public var isParity: Bool { !isInverted }

        /// Takes river's names and `inverted`.
        public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
            try self.init(
                windowSize: settings.take("sliding_window_size", base.windowSize),
                confidence: settings.take("confidence_level", base.confidence),
                shortWindowSize: settings.takeOptional("short_window_size", base.shortWindowSize),
                isInverted: settings.take("inverted", base.isInverted)
            )
        }

        /// All of it by name.
        public var settings: DetectorSettings {
            [
                "sliding_window_size": .number(Double(windowSize)), "confidence_level": .number(confidence),
                "short_window_size": shortWindowSize.map { .number(Double($0)) } ?? .text("none"),
                "inverted": .flag(isInverted),
            ]
        }
    }
}
