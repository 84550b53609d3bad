/// What a component's life depends on.
public struct LocalNeed: Sendable, Hashable {
    /// The name of the other component.
    public let name: String
    /// False where it is only started after it.
    public let isHard: Bool

    /// Makes one.
    public init(_ name: String, isHard: Bool) {
        self.name = name
        self.isHard = isHard
    }
}
