/// What somebody may do.
public enum Role: String, Sendable, Comparable, CaseIterable {
    /// Sees everything and asks for predictions.
    case reader
    /// Changes models as well.
    case `operator`

    /// True for a reader beside an operator.
    public static func < (left: Role, right: Role) -> Bool { left == .reader && right == .operator }
}
