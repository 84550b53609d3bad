/// How large a request may be.
public struct RequestLimits: Sendable {
    /// The longest body, in bytes; a longer one is refused unread.
    public var bytes: Int
    /// The most elements that all the inputs of a request may have together.
    public var elements: Int
    /// The deepest nesting of arrays and objects, the outermost object counted; beyond 128 it counts as 128.
    public var depth: Int

    /// Makes limits; the defaults suit a device and a broker that takes 128 KiB.
    public init(bytes: Int = 131_072, elements: Int = 16_000_000, depth: Int = 32) {
        self.bytes = bytes
        self.elements = elements
        self.depth = depth
    }
}
