/// The keys of a section by which a client proves itself to a server: a name with a password, or a token.
struct CredentialKeys: Sendable {
    let username: RuntimeKey
    let passwordFile: RuntimeKey
    let tokenFile: RuntimeKey

    init(_ username: RuntimeKey, _ passwordFile: RuntimeKey, _ tokenFile: RuntimeKey) {
        self.username = username
        self.passwordFile = passwordFile
        self.tokenFile = tokenFile
    }
}
