/// What a binding keeps of one key, as bytes.
public struct SavedWindow: Sendable, Equatable {
    /// The key.
    public let key: [UInt8]
    /// What is kept.
    public let state: [UInt8]

    /// Puts the two together.
    public init(key: [UInt8], state: [UInt8]) {
        self.key = key
        self.state = state
    }
}
