/// What was counted since a stage began.
public enum StageFigures: Sendable, Equatable {
    /// Answers that were compared with those of the active model.
    case shadow(Shadow)
    /// Answers that were given.
    case trial(Trial)

    /// Comparisons.
    public struct Shadow: Sendable, Equatable {
        /// Answers that were compared.
        public var compared: Int
        /// Those of them that agree.
        public var agreed: Int
        /// Inputs that the candidate could not answer; they are not among those that were compared.
        public var failed: Int

        /// Makes one of counts.
        public init(compared: Int, agreed: Int, failed: Int) {
            self.compared = compared
            self.agreed = agreed
            self.failed = failed
        }

        /// The share that agrees, 0 to 1, where what failed does not; nil when there is nothing to compare.
        public var agreement: Double? {
            compared + failed == 0 ? nil : Double(agreed) / Double(compared + failed)
        }

        /// What progress says of it, the agreement with three digits, rounded down; nothing where nothing was compared.
        var details: [String: String] {
            let seen = compared + failed
            guard seen > 0 else { return [:] }
            let thousandths = agreed * 1000 / seen
            let digits = String(thousandths % 1000)
            let fraction = String(repeating: "0", count: 3 - digits.count) + digits
            return ["compared": "\(seen)", "agreement": "\(thousandths / 1000).\(fraction)"]
        }
    }

    /// Answers.
    public struct Trial: Sendable, Equatable {
        /// Requests and windows that were answered.
        public var answered: Int
        /// Those that failed by the model's fault.
        public var errors: Int
        /// The candidate's 99th percentile, microseconds; nil: too few runs.
        public var p99: Int?
        /// That of the model before; nil: too few runs.
        public var p99Before: Int?
        /// What has drifted, of severity major or worse; nil: nothing.
        public var drift: String?

        /// Makes one of counts.
        public init(answered: Int, errors: Int, p99: Int? = nil, p99Before: Int? = nil, drift: String? = nil) {
            self.answered = answered
            self.errors = errors
            self.p99 = p99
            self.p99Before = p99Before
            self.drift = drift
        }
    }
}
