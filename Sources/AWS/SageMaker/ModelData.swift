/// Where a model's bytes are.
public struct ModelData: Sendable, Hashable {
    /// A place of the two kinds that SageMaker has.
    public enum Location: Sendable, Hashable {
        /// An object, or all objects below a key.
        case s3(S3Location)
        /// A URL that begins with `https://`.
        case web(String)
    }

    /// The place.
    public let location: Location
    /// True when all objects below the key are the model, false when it is one object.
    public let isPrefix: Bool
    /// True when it is a `tar.gz`.
    public let isGzip: Bool
    /// What S3 called these bytes when the package was made; nil where SageMaker does not say.
    public let etag: String?

    /// Describes one.
    public init(location: Location, isPrefix: Bool, isGzip: Bool, etag: String?) {
        self.location = location
        self.isPrefix = isPrefix
        self.isGzip = isGzip
        self.etag = etag
    }
}
