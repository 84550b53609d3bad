/// What takes the place of a recipe's placeholders.
public struct RecipeFilling: Sendable, Hashable {
    /// Makes a filling; what is nil or missing leaves its placeholder where it is.
    ///
    /// - Parameters:
    ///   - version: the component's version; nil writes `NEXT_PATCH`.
    ///   - bucket: the bucket for `BUCKET_NAME`.
    ///   - dependencyVersions: versions by component name, for dependencies that are written `x.x.x`.
    public init(version: String? = nil, bucket: String? = nil, dependencyVersions: [String: String] = [:]) {
        self.version = version
        self.bucket = bucket
        self.dependencyVersions = dependencyVersions
    }

    /// The component's version; also the text for `COMPONENT_VERSION`.
    public var version: String?
    /// The bucket for `BUCKET_NAME`.
    public var bucket: String?
    /// Versions by component name, for dependencies that are written `x.x.x`.
    public var dependencyVersions: [String: String]

    /// What artifact URIs may have: `BUCKET_NAME`, `COMPONENT_NAME`, `COMPONENT_VERSION`.
    public static let placeholders = ["BUCKET_NAME", "COMPONENT_NAME", "COMPONENT_VERSION"]

    /// Leaves every placeholder where it is.
    public static let open = RecipeFilling()

    /// Returns the URI of an artifact of the component `name`, with what is known put in.
    ///
    /// The component's name goes in together with the version, so that an open recipe has all three placeholders.
    public func uri(of artifact: RecipeArtifact, component name: String) -> String {
        let values = [bucket, version == nil ? nil : name, version]
        var filled = ""
        var rest = Substring(artifact.uri)
        scan: while let character = rest.first {
            for (placeholder, value) in zip(Self.placeholders, values) where rest.hasPrefix(placeholder) {
                filled += value ?? placeholder
                rest = rest.dropFirst(placeholder.count)
                continue scan
            }
            filled.append(character)
            rest.removeFirst()
        }
        return filled
    }
}
