/// Where a field of a reading comes from: its value is raw × scale + offset.
public struct FieldPlan: Sendable, Equatable {
    /// What messages and events call it.
    public var name: String
    /// Where the raw number stands.
    public var path: FieldPath
    /// What is added after scaling.
    public var offset: Double
    /// What the raw number is multiplied by; not 0.
    public var scale: Double
    /// What stands in where it is missing: absent, null, or an empty cell.
    public var missing: MissingPolicy

    /// Makes a field; without a name it is called as its path is written.
    public init(
        path: FieldPath,
        name: String? = nil,
        offset: Double = 0,
        scale: Double = 1,
        missing: MissingPolicy = .error
    ) {
        self.name = name ?? path.description
        self.path = path
        self.offset = offset
        self.scale = scale
        self.missing = missing
    }
}
