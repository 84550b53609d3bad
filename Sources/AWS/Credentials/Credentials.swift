public import Foundation

/// What a request to AWS is signed with; descriptions and dumps show the key's id and nothing more.
public struct Credentials: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable
{
    /// The public part of the key, such as `AKIA…`.
    public let accessKeyID: String
    /// The secret part of the key.
    public let secretAccessKey: String
    /// Goes with temporary keys; nil for lasting ones.
    public let sessionToken: String?
    /// When they stop being accepted; nil: they last.
    public let expires: Date?

    /// Keeps a key.
    public init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, expires: Date? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expires = expires
    }

    /// The key's id.
    public var description: String { "credentials \(accessKeyID)" }
    /// The key's id.
    public var debugDescription: String { description }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
