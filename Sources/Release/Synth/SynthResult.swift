/// What a release is made of, and why.
public struct SynthResult: Codable, Sendable, Equatable {
    /// One component.
    public struct Row: Codable, Sendable, Equatable {
        /// Its key in the configuration.
        public var component: String
        /// Its name.
        public var name: String
        /// The version that is released.
        public var version: String
        /// `new`, `unchanged`, and `model 7` where that is a registry's version.
        public var what: String
        /// The reason.
        public var why: String
    }

    /// The components, each after those that it depends on.
    public var components: [Row]
    /// The release file.
    public var release: String
}
