/// Where the files of a model or a run are.
public struct MLflowArtifacts: Sendable, Hashable {
    /// How they are reached.
    public enum Root: Sendable, Hashable {
        /// Through the registry's server: the folder below its store of artifacts, not encoded.
        case proxy(path: String)
        /// In a bucket: `s3://bucket/prefix`, not encoded.
        case s3(url: String)
    }

    /// What was asked for.
    public let reference: MLflowReference
    /// The version that it is now; nil for a run's files.
    public let version: String?
    /// The run that it comes from, where the registry knows.
    public let run: String?
    /// Where the files are.
    public let root: Root

    /// Describes a place.
    public init(reference: MLflowReference, version: String?, run: String?, root: Root) {
        self.reference = reference
        self.version = version
        self.run = run
        self.root = root
    }
}
