/// Where the time of a reading stands.
public struct TimePlan: Sendable, Equatable {
    /// Where.
    public var path: FieldPath
    /// How it is written.
    public var format: TimeFormat

    /// Makes a plan.
    public init(path: FieldPath, format: TimeFormat) {
        self.path = path
        self.format = format
    }
}
