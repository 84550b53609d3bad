/// What a component does on one platform.
public struct RecipeManifest: Sendable, Hashable {
    /// One word about a platform: `os: linux`.
    public struct Trait: Sendable, Hashable {
        /// What it is about: `os`, `architecture`, `runtime`, or a word of the user's own.
        public let key: String
        /// An exact value, `*` for any, or a regular expression between slashes.
        public let value: LocatedText
    }

    /// What people call it.
    public let name: String?
    /// The platform that it is for, with `runtime` always among the traits.
    public let platform: [Trait]
    /// What is run, and when.
    public let lifecycle: RecipeLifecycle
    /// The files that it needs; no two have one name.
    public let artifacts: [RecipeArtifact]
    /// Where it stands.
    public let origin: Origin
}
