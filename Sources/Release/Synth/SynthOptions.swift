public import Recipes

/// What a release is made with, besides its configuration.
public struct SynthOptions: Sendable {
    /// The bucket of components that name none; nil: there is none.
    public var bucket: String?
    /// Where models are kept between runs; nil: in the user's cache folder.
    public var cache: String?
    /// Handles or names of the components to release; empty: all.
    public var only: [String]
    /// What grows in the versions that are counted, instead of what the configuration says; nil: as it says.
    public var updateVersion: VersionPart?
    /// The commit that the release is made from; nil: that of the repository around the configuration, if any.
    public var commit: String?
    /// Whether the files of the Greengrass Development Kit are written, too.
    public var writesGDK: Bool
    /// The thing group or thing to deploy to; nil: the template's, or said later.
    public var target: String?

    /// Takes options.
    public init(
        bucket: String? = nil,
        cache: String? = nil,
        only: [String] = [],
        updateVersion: VersionPart? = nil,
        commit: String? = nil,
        writesGDK: Bool = false,
        target: String? = nil
    ) {
        self.bucket = bucket
        self.cache = cache
        self.only = only
        self.updateVersion = updateVersion
        self.commit = commit
        self.writesGDK = writesGDK
        self.target = target
    }
}
