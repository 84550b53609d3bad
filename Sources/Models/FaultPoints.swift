/// Places where a test ends the process, as a power cut would: the program passes none.
public struct FaultPoints: Sendable {
    private let reached: @Sendable (String) -> Void

    /// Calls `reached` with the name of each point that is passed, such as `C10`.
    public init(_ reached: @escaping @Sendable (String) -> Void) { self.reached = reached }

    /// Nothing happens anywhere.
    public static let none = FaultPoints { _ in }

    /// Says that a point is passed.
    public func pass(_ name: String) { reached(name) }
}
