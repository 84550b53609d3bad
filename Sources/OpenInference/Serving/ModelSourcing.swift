/// Brings the newest bundle of a model from where it is configured to come from into service.
public protocol ModelSourcing: Sendable {
    /// Starts an update of a model from its source, and waits until it serves or has failed.
    ///
    /// - Parameter model: The model's name, as somebody wrote it.
    /// - Returns: What serves.
    /// - Throws: Why it does not; what served before goes on, whole.
    func source(_ model: String) async throws(SourcingError) -> SourcedModel
}

/// What serves after an update.
public struct SourcedModel: Sendable, Equatable {
    /// How sure it is that it stays.
    public enum Standing: String, Sendable {
        /// It is confirmed.
        case active
        /// It serves, and is taken back where it does badly.
        case trial
    }

    /// The model's name.
    public var name: String
    /// The version that its manifest says.
    public var version: String
    /// The SHA-256 of its manifest, which names the bundle: 64 lower-case hexadecimal digits.
    public var sha256: String
    /// The paths of its files, in the manifest's order.
    public var files: [String]
    /// How sure it is that it stays.
    public var standing: Standing

    /// Makes one from its parts.
    public init(name: String, version: String, sha256: String, files: [String], standing: Standing) {
        self.name = name
        self.version = version
        self.sha256 = sha256
        self.files = files
        self.standing = standing
    }
}

/// Why a model was not brought into service.
public struct SourcingError: Error, Sendable, Equatable {
    /// What kind of reason it is.
    public enum Code: String, Sendable, CaseIterable {
        /// No model of that name is configured.
        case unknownModel
        /// Another update of it is under way, or the node takes none.
        case busy
        /// The source cannot be reached, refuses, or has something that cannot be used.
        case source
        /// It was not over in time, and goes on.
        case late
        /// The node begins or ends.
        case notReady
        /// The node itself failed.
        case failed
    }

    /// What kind of reason it is.
    public let code: Code
    /// What happened and how to mend it.
    public let message: String

    /// Makes one.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}
