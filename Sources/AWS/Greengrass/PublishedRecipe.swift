/// A recipe as Greengrass has it.
public struct PublishedRecipe: Sendable, Hashable {
    /// The recipe, JSON; Greengrass adds `Digest` and `Algorithm` to artifacts, and may spell keys in its own way.
    public let json: [UInt8]
    /// The version's tags.
    public let tags: [String: String]

    /// Keeps one.
    public init(json: [UInt8], tags: [String: String]) {
        self.json = json
        self.tags = tags
    }
}
