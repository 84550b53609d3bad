/// `release.json`: what one release is made of; every step reads it, and leaves in it what the next one needs.
///
/// The same file is carried from account to account, so that the same bytes go to development, to test and to production.
public struct ReleaseFile: Codable, Sendable, Equatable {
    /// One component version.
    public struct Entry: Codable, Sendable, Equatable {
        /// Its key in the configuration.
        public var handle: String
        /// The component's name.
        public var name: String
        /// The version that is released.
        public var version: String
        /// True where this version was published before from the same sources: nothing is built or uploaded.
        public var isUnchanged: Bool
        /// The folder of its sources, relative to that of the configuration.
        public var root: String
        /// SHA-256 in hexadecimal of everything that decides what is published, except the version itself.
        public var sourceDigest: String
        /// The recipe's file, relative to that of the release.
        public var recipe: String
        /// Names of the components of this release that it depends on.
        public var dependencies: [String]
        /// Where its model comes from; nil for a component without one.
        public var model: Model?
        /// The files that devices download.
        public var artifacts: [Artifact]

        /// Makes an entry.
        public init(
            handle: String,
            name: String,
            version: String,
            isUnchanged: Bool,
            root: String,
            sourceDigest: String,
            recipe: String,
            dependencies: [String],
            model: Model?,
            artifacts: [Artifact]
        ) {
            self.handle = handle
            self.name = name
            self.version = version
            self.isUnchanged = isUnchanged
            self.root = root
            self.sourceDigest = sourceDigest
            self.recipe = recipe
            self.dependencies = dependencies
            self.model = model
            self.artifacts = artifacts
        }
    }

    /// A model as its registry has it.
    public struct Model: Codable, Sendable, Equatable {
        /// `sagemaker`, `mlflow` or `folder`.
        public var source: String
        /// The model package's ARN, the `models:/…` reference with its version, or the folder.
        public var reference: String
        /// Its version there; nil for a folder without one.
        public var version: String?
        /// SHA-256 in hexadecimal of its one file; of several, that of a line for each: its digest, two spaces, its path.
        public var digest: String
        /// What was fetched and put under the component's root; empty for a folder.
        public var files: [File]

        /// Makes a description.
        public init(source: String, reference: String, version: String?, digest: String, files: [File] = []) {
            self.source = source
            self.reference = reference
            self.version = version
            self.digest = digest
            self.files = files
        }
    }

    /// A file of a model.
    public struct File: Codable, Sendable, Equatable {
        /// Its path below the component's root.
        public var path: String
        /// SHA-256 in hexadecimal.
        public var sha256: String

        /// Makes a description.
        public init(path: String, sha256: String) {
            self.path = path
            self.sha256 = sha256
        }
    }

    /// A file that devices download.
    public struct Artifact: Codable, Sendable, Equatable {
        /// Its name.
        public var file: String
        /// Where devices find it: `s3://bucket/component/version/file`.
        public var uri: String
        /// SHA-256 in hexadecimal; nil until it is built.
        public var sha256: String?
        /// Its size in bytes; nil until it is built.
        public var byteCount: Int?

        /// Makes a description.
        public init(file: String, uri: String, sha256: String? = nil, byteCount: Int? = nil) {
            self.file = file
            self.uri = uri
            self.sha256 = sha256
            self.byteCount = byteCount
        }
    }

    /// The format that this version of the program writes.
    public static let currentFormat = 1

    /// The format: 1.
    public var format: Int
    /// The configuration's file name.
    public var configuration: String
    /// The commit that it was made from; nil outside of git and CI.
    public var commit: String?
    /// The region that artifacts are in, and components are published to.
    public var region: String
    /// Component versions, each after those that it depends on.
    public var components: [Entry]

    /// Makes a release.
    public init(
        format: Int = Self.currentFormat,
        configuration: String,
        commit: String?,
        region: String,
        components: [Entry]
    ) {
        self.format = format
        self.configuration = configuration
        self.commit = commit
        self.region = region
        self.components = components
    }
}
