extension ADWIN {
    /// What becomes of the window after a drift.
    public enum AfterDrift: String, Sendable, CaseIterable {
        /// The next value begins an empty one, as in river.
        case reset
        /// It goes on with what the cut has left, as in the paper.
        case shrink
    }

    /// What can be set of ADWIN.
    public struct Parameters: DetectorParameters {
        /// How readily it cuts, less being more careful: above 0, below 1.
        public let delta: Double
        /// Values from one scan to the next: 1 to 1,000,000.
        public let clock: Int
        /// Sums of each length before two are merged: 2 to 64.
        public let maximalBuckets: Int
        /// Values that either part of a cut has at least: 1 to 1,000,000.
        public let minimalWindow: Int
        /// It looks for cuts with more values than this: 0 to 1,000,000.
        public let gracePeriod: Int
        /// What becomes of the window after a drift.
        public let afterDrift: AfterDrift
        /// What values are reckoned by; nil: they are taken as they are.
        public let reference: SignalReference?
        /// Values beyond this are unfit: above 0.
        ///
        /// Squares of what lies below 1e150 can be added up.
        public let limit: Double

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            delta: Double = 0.002,
            clock: Int = 32,
            maximalBuckets: Int = 5,
            minimalWindow: Int = 5,
            gracePeriod: Int = 10,
            afterDrift: AfterDrift = .shrink,
            reference: SignalReference? = nil,
            limit: Double = 1e100
        ) throws(DetectorError) {
            try DetectorError.check("delta", delta, above: 0, below: 1)
            try DetectorError.check("clock", clock, in: 1...1_000_000)
            try DetectorError.check("max_buckets", maximalBuckets, in: 2...64)
            try DetectorError.check("min_window_length", minimalWindow, in: 1...1_000_000)
            try DetectorError.check("grace_period", gracePeriod, in: 0...1_000_000)
            try DetectorError.check("limit", limit, above: 0, below: .infinity)
            self.init(delta, clock, maximalBuckets, minimalWindow, gracePeriod, afterDrift, reference, limit)
        }

        private init(
            _ delta: Double,
            _ clock: Int,
            _ maximalBuckets: Int,
            _ minimalWindow: Int,
            _ gracePeriod: Int,
            _ afterDrift: AfterDrift,
            _ reference: SignalReference?,
            _ limit: Double
        ) {
            self.delta = delta
            self.clock = clock
            self.maximalBuckets = maximalBuckets
            self.minimalWindow = minimalWindow
            self.gracePeriod = gracePeriod
            self.afterDrift = afterDrift
            self.reference = reference
            self.limit = limit
        }

        /// The paper's detector with river's numbers; a reference is still to be set.
        public static let standard = Parameters(0.002, 32, 5, 5, 10, .shrink, nil, 1e100)
        /// river's.
        public static let river = Parameters(0.002, 32, 5, 5, 10, .reset, nil, .greatestFiniteMagnitude)
    }
}

extension ADWIN.Parameters {
    /// Whether the decisions are river's.
    public var isParity: Bool { afterDrift == .reset && reference == nil && limit == .greatestFiniteMagnitude }

    /// Takes river's names, `after_drift` (`reset`, `shrink`), those of ``SignalReference``, and `limit`.
    public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
        try self.init(
            delta: settings.take("delta", base.delta),
            clock: settings.take("clock", base.clock),
            maximalBuckets: settings.take("max_buckets", base.maximalBuckets),
            minimalWindow: settings.take("min_window_length", base.minimalWindow),
            gracePeriod: settings.take("grace_period", base.gracePeriod),
            afterDrift: settings.take("after_drift", base.afterDrift),
            reference: SignalReference(reading: &settings, base: base.reference),
            limit: settings.take("limit", base.limit)
        )
    }

    /// All of it by name.
    public var settings: DetectorSettings {
        let own: [String: DetectorSetting] = [
            "delta": .number(delta), "clock": .number(Double(clock)), "max_buckets": .number(Double(maximalBuckets)),
            "min_window_length": .number(Double(minimalWindow)), "grace_period": .number(Double(gracePeriod)),
            "after_drift": .text(afterDrift.rawValue), "limit": .number(limit),
        ]
        return DetectorSettings(own.merging(SignalReference.settings(of: reference)) { $1 })
    }
}
