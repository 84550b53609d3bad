/// What is taken from a payload: which numbers, whose, and of when.
///
/// A plan that exists can work.
public struct ReadingPlan: Sendable, Equatable {
    /// The most fields.
    public static let mostFields = 1024
    /// The most parts of a key.
    public static let mostKeyParts = 8
    /// The most bytes of a key, its separators included.
    public static let longestKey = 256
    /// What stands between the parts of a key.
    public static let keySeparator: UInt8 = 0x1F

    /// How the payload is written.
    public let format: PayloadFormat
    /// What tells devices apart; empty: all readings are of one.
    public let key: [KeyPart]
    /// Where the time stands; nil: the time of arrival is meant.
    public let time: TimePlan?
    /// The numbers, in the order of the model's input.
    public let fields: [FieldPlan]
    /// True where a field's last value stands in for a missing one.
    let remembersLast: Bool

    /// Checks a plan.
    /// - Throws: what cannot work, and how to mend it.
    public init(
        format: PayloadFormat,
        key: [KeyPart] = [],
        time: TimePlan? = nil,
        fields: [FieldPlan]
    ) throws(PlanError) {
        self.format = format
        self.key = key
        self.time = time
        self.fields = fields
        remembersLast = fields.contains { $0.missing == .last }
        try checkFields()
        try checkKey()
        switch format {
        case .json: try checkTree()
        case .csv(let columns, let delimiter): try checkCells(columns, delimiter)
        case .float32: try checkRows()
        case .number: try checkNumber()
        }
    }

    /// The paths that the plan reads, with what reads them.
    var paths: [(path: FieldPath, target: PlanTarget)] {
        var paths = fields.indices.map { (fields[$0].path, PlanTarget.field($0)) }
        if let time { paths.append((time.path, .time)) }
        for (index, part) in key.enumerated() {
            if case .field(let path) = part { paths.append((path, .key(index))) }
        }
        return paths
    }
}

/// What a value in a payload is for.
enum PlanTarget: Sendable, Equatable {
    /// The number of that field.
    case field(Int)
    /// The time.
    case time
    /// That part of the key.
    case key(Int)
}
