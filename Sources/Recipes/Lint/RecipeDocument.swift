/// A recipe as a file has it.
public struct RecipeDocument: Sendable {
    /// The whole file.
    public let tree: ConfigurationNode
    /// True for JSON, false for YAML.
    public let isJSON: Bool
    /// Bytes of the file.
    public let byteCount: Int

    /// Reads a text that is JSON when it begins with `{`, else YAML; findings call the file `source`.
    ///
    /// - Throws: what `ConfigurationNode(parsing:source:)` throws.
    public init(parsing text: String, source: String) throws(ConfigurationError) {
        tree = try ConfigurationNode(parsing: text, source: source)
        isJSON = text.first { !$0.isWhitespace } == "{"
        byteCount = text.utf8.count
    }
}
