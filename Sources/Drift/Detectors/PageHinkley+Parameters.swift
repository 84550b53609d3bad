extension PageHinkley {
    /// Which changes of the mean are looked for.
    public enum Mode: String, Sendable, CaseIterable {
        /// Greater values.
        case up
        /// Lesser values.
        case down
        /// Either.
        case both
    }

    /// What can be set of Page-Hinkley.
    public struct Parameters: DetectorParameters {
        /// Values before the first decision: 1 to 1,000,000.
        public let minimalInstances: Int
        /// A change of the mean that is passed over: 0 or more.
        public let delta: Double
        /// What a sum must have left its extremum by: above 0.
        public let threshold: Double
        /// What is left of a sum with the next value: above 0, at most 1, which forgets nothing.
        public let alpha: Double
        /// Which changes are looked for.
        public let mode: Mode
        /// What values are reckoned by; nil: delta and threshold are in the signal's units.
        public let reference: SignalReference?
        /// Values beyond this are unfit: above 0.
        public let limit: Double

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            minimalInstances: Int = 30,
            delta: Double = Self.standard.delta,
            threshold: Double = Self.standard.threshold,
            alpha: Double = 1,
            mode: Mode = .both,
            reference: SignalReference? = nil,
            limit: Double = 1e100
        ) throws(DetectorError) {
            try DetectorError.check("min_instances", minimalInstances, in: 1...1_000_000)
            try DetectorError.check("delta", delta, from: 0, to: 1e100)
            try DetectorError.check("threshold", threshold, above: 0, below: .infinity)
            try DetectorError.check("alpha", alpha, from: .leastNormalMagnitude, to: 1)
            try DetectorError.check("limit", limit, above: 0, below: .infinity)
            self.init(minimalInstances, delta, threshold, alpha, mode, reference, limit)
        }

        private init(
            _ minimalInstances: Int,
            _ delta: Double,
            _ threshold: Double,
            _ alpha: Double,
            _ mode: Mode,
            _ reference: SignalReference?,
            _ limit: Double
        ) {
            self.minimalInstances = minimalInstances
            self.delta = delta
            self.threshold = threshold
            self.alpha = alpha
            self.mode = mode
            self.reference = reference
            self.limit = limit
        }

        /// For values that are reckoned by a reference, which is still to be set.
        ///
        /// Nothing is forgotten: river's sums, once they have settled where forgetting holds them, stray from there by
        /// more than the threshold without any drift.
        public static let standard = Parameters(30, 0.1, 50, 1, .both, nil, 1e100)
        /// river's.
        public static let river = Parameters(
            30,
            0.005,
            50,
            1 - 0.0001,
            .both,
            nil,
            .greatestFiniteMagnitude
        )
    }
}

extension PageHinkley.Parameters {
    /// Whether the decisions are river's.
    public var isParity: Bool { reference == nil && limit == .greatestFiniteMagnitude }

    /// Takes river's names, those of ``SignalReference``, and `limit`.
    public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
        let reference = try SignalReference(reading: &settings, base: base.reference)
        try self.init(
            minimalInstances: settings.take("min_instances", base.minimalInstances),
            delta: settings.take("delta", base.delta),
            threshold: settings.take("threshold", base.threshold),
            alpha: settings.take("alpha", base.alpha),
            mode: settings.take("mode", base.mode),
            reference: reference,
            limit: settings.take("limit", base.limit)
        )
    }

    /// All of it by name.
    public var settings: DetectorSettings {
        let own: [String: DetectorSetting] = [
            "min_instances": .number(Double(minimalInstances)), "delta": .number(delta),
            "threshold": .number(threshold), "alpha": .number(alpha), "mode": .text(mode.rawValue),
            "limit": .number(limit),
        ]
        return DetectorSettings(own.merging(SignalReference.settings(of: reference)) { $1 })
    }
}
