extension KSWIN {
    /// What can be set of KSWIN.
    public struct Parameters: DetectorParameters {
        /// How improbable a distance must be in a single test: above 0, below 1.
        public let alpha: Double
        /// The values that are held: 2 to 10,000.
        public let windowSize: Int
        /// The newest values, and as many of the rest, that are compared: 1 to half the window.
        public let statSize: Int
        /// What the draws begin with.
        public let seed: Int
        /// Values from one test to the next: 1 to 10,000.
        public let interval: Int
        /// What the draws come from.
        public let source: SampleSource.Kind
        /// Whether the draws begin anew after a drift, as in river.
        public let isReseeded: Bool

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            alpha: Double = 1e-4,
            windowSize: Int = 100,
            statSize: Int = 30,
            seed: Int = 1,
            interval: Int = 10,
            source: SampleSource.Kind = .splitMix,
            isReseeded: Bool = false
        ) throws(DetectorError) {
            try DetectorError.check("alpha", alpha, above: 0, below: 1)
            try DetectorError.check("window_size", windowSize, in: 2...10_000)
            try DetectorError.check("stat_size", statSize, in: 1...windowSize / 2)
            try DetectorError.check("seed", seed, in: -(1 << 53)...1 << 53)
            try DetectorError.check("interval", interval, in: 1...10_000)
            self.init(alpha, windowSize, statSize, seed, interval, source, isReseeded)
        }

        private init(
            _ alpha: Double,
            _ windowSize: Int,
            _ statSize: Int,
            _ seed: Int,
            _ interval: Int,
            _ source: SampleSource.Kind,
            _ isReseeded: Bool
        ) {
            self.alpha = alpha
            self.windowSize = windowSize
            self.statSize = statSize
            self.seed = seed
            self.interval = interval
            self.source = source
            self.isReseeded = isReseeded
        }

        /// A tenth of river's tests, each a fiftieth as ready.
        public static let standard = Parameters(1e-4, 100, 30, 1, 10, .splitMix, false)
        /// river's, with a seed: river's default, none, cannot be repeated.
        public static let river = Parameters(0.005, 100, 30, 42, 1, .mersenneTwister, true)
    }
}

extension KSWIN.Parameters {
    /// Whether the decisions are river's.
    public var isParity: Bool { interval == 1 && source == .mersenneTwister && isReseeded }

    /// Takes river's names, `interval`, `source` (`mersenne_twister`, `split_mix`) and `reseeded`.
    public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
        try self.init(
            alpha: settings.take("alpha", base.alpha),
            windowSize: settings.take("window_size", base.windowSize),
            statSize: settings.take("stat_size", base.statSize),
            seed: settings.take("seed", base.seed),
            interval: settings.take("interval", base.interval),
            source: settings.take("source", base.source),
            isReseeded: settings.take("reseeded", base.isReseeded)
        )
    }

    /// All of it by name.
    public var settings: DetectorSettings {
        [
            "alpha": .number(alpha), "window_size": .number(Double(windowSize)),
            "stat_size": .number(Double(statSize)), "seed": .number(Double(seed)),
            "interval": .number(Double(interval)), "source": .text(source.rawValue), "reseeded": .flag(isReseeded),
        ]
    }
}
