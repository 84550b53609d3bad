/// What is known of a request that was running when the process died.
public struct RequestHistory: Sendable, Hashable {
    /// Unclean exits in which it was running with no other request.
    public let exitsAlone: Int

    /// Makes a history.
    public init(exitsAlone: Int) { self.exitsAlone = exitsAlone }
}
