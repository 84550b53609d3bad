/// A file among artifacts.
public struct MLflowFile: Sendable, Hashable {
    /// Below the folder that was listed, with slashes, not encoded; it stays below it.
    public let path: String
    /// Its length in bytes; nil where the server does not say.
    public let size: Int64?

    /// Describes a file.
    public init(path: String, size: Int64?) {
        self.path = path
        self.size = size
    }
}
