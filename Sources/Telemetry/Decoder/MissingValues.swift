/// What was there last, for the fields of one key that want it; fills the gaps of a reading.
public struct MissingValues: Sendable {
    /// What became of a reading.
    public enum Resolution: Sendable, Equatable {
        /// Every field has a value.
        case complete
        /// Field number … is missing, and so the reading does not count.
        case skipped(field: Int)
        /// Field number … is missing, and must not be.
        case refused(field: Int)
    }

    /// The last values, NaN where there was none; empty until a plan asks for one.
    public private(set) var last: [Double]

    /// Makes one that remembers values, as ``last`` has given them; an empty one by default.
    public init(last: [Double] = []) { self.last = last }

    /// Puts what the plan says in the place of every NaN.
    ///
    /// What a refused reading holds is not remembered; what a skipped one holds is. O(fields).
    /// - Returns: what became of the reading; for several missing fields a refusal goes before a skip.
    public mutating func resolve(_ values: inout [Double], plan: ReadingPlan) -> Resolution {
        var skipped: Int?
        for index in values.indices where values[index].isNaN {
            switch plan.fields[index].missing {
            case .error: return .refused(field: index)
            case .skip: skipped = skipped ?? index
            case .value(let value): values[index] = value
            case .last where index < last.count && !last[index].isNaN: values[index] = last[index]
            case .last: skipped = skipped ?? index
            }
        }
        if plan.remembersLast { remember(values, plan) }
        return skipped.map(Resolution.skipped) ?? .complete
    }

    private mutating func remember(_ values: [Double], _ plan: ReadingPlan) {
        if last.count != values.count { last = Array(repeating: .nan, count: values.count) }
        for index in values.indices where !values[index].isNaN { last[index] = values[index] }
    }
}
