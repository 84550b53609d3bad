extension HDDMW {
    /// What can be set of HDDM_W.
    public struct Parameters: DetectorParameters {
        /// How improbable a drift must be: above 0, below 1.
        public let driftConfidence: Double
        /// How improbable a warning must be: above 0, below 1.
        public let warningConfidence: Double
        /// The weight of the latest value: above 0, at most 1.
        public let lambda: Double
        /// Whether falls are looked for, too.
        public let isTwoSided: Bool

        /// Makes parameters.
        ///
        /// - Throws: What is out of range, see the members.
        public init(
            driftConfidence: Double = 0.001,
            warningConfidence: Double = 0.005,
            lambda: Double = 0.05,
            isTwoSided: Bool = false
        ) throws(DetectorError) {
            try DetectorError.check("drift_confidence", driftConfidence, above: 0, below: 1)
            try DetectorError.check("warning_confidence", warningConfidence, above: 0, below: 1)
            try DetectorError.check("lambda_val", lambda, from: .leastNormalMagnitude, to: 1)
            self.init(driftConfidence, warningConfidence, lambda, isTwoSided)
        }

        private init(_ driftConfidence: Double, _ warningConfidence: Double, _ lambda: Double, _ isTwoSided: Bool) {
            self.driftConfidence = driftConfidence
            self.warningConfidence = warningConfidence
            self.lambda = lambda
            self.isTwoSided = isTwoSided
        }

        /// river's.
        public static let standard = Parameters(0.001, 0.005, 0.05, false)
        /// river's.
        public static var river: Self { standard }

        /// The decisions are always river's.
        public var isParity: Bool { true }

        /// Takes river's names.
        public init(reading settings: inout DetectorSettings, base: Self) throws(DetectorError) {
            try self.init(
                driftConfidence: settings.take("drift_confidence", base.driftConfidence),
                warningConfidence: settings.take("warning_confidence", base.warningConfidence),
                lambda: settings.take("lambda_val", base.lambda),
                isTwoSided: settings.take("two_sided_test", base.isTwoSided)
            )
        }

        /// All of it by name.
        public var settings: DetectorSettings {
            [
                "drift_confidence": .number(driftConfidence), "warning_confidence": .number(warningConfidence),
                "lambda_val": .number(lambda), "two_sided_test": .flag(isTwoSided),
            ]
        }
    }
}
