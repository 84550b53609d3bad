import Cryptography

/// A token that was just made.
public struct NewToken: Sendable {
    /// What whoever asks shows: 64 hexadecimal digits of chance.
    public let secret: String
    /// The line of the tokens file that lets it in: `NAME ROLE SHA256-OF-TOKEN`.
    public let line: String

    /// Makes one.
    ///
    /// - Parameters:
    ///   - name: Whose it is.
    ///   - role: What it may do.
    /// - Throws: the name is none.
    public init(name: String, role: Role) throws {
        guard TokenList.isName(name[...]) else {
            throw AccessError("'\(name)' is no name; expected 1 to 64 of A-Z a-z 0-9 _ . -")
        }
        secret = Secret.random()
        line = "\(name) \(role.rawValue) \(SHA256Digest(of: Array(secret.utf8)))"
    }
}
