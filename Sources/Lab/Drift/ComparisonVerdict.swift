public import Drift

/// How strongly something has changed.
public enum ComparisonVerdict: String, Sendable, Comparable, CaseIterable {
    /// Not beyond any limit.
    case steady
    /// Beyond a limit for warnings.
    case warning
    /// Beyond a limit for drift.
    case drift

    /// What a value is, held to two limits.
    public init(_ value: Double, _ limits: WindowLimits) {
        self = value > limits.drift ? .drift : value > limits.warning ? .warning : .steady
    }

    /// What a judgement says; steady where its probability is too large.
    public init(_ judgement: WindowJudgement) {
        guard case .measured(let value, let limits) = judgement.signal else {
            self = .steady
            return
        }
        self.init(value, limits)
    }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Steadier comes first.
    public static func < (one: ComparisonVerdict, other: ComparisonVerdict) -> Bool { one.rank < other.rank }
}
