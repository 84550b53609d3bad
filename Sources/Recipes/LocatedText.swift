/// A text of the configuration, its variables put in, and where it stands.
public struct LocatedText: Sendable, Hashable {
    /// The text.
    public let text: String
    /// Where it stands.
    public let origin: Origin

    /// Places `text` at `origin`.
    public init(_ text: String, at origin: Origin) {
        self.text = text
        self.origin = origin
    }
}
