import ArgumentParser
import Lab

/// Who signs a bundle.
struct SignerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Sign the bundle with the private key of this file, in PEM.", valueName: "file"),
        completion: .file(extensions: ["pem"])
    )
    var key: String?

    @Option(
        help: ArgumentHelp(
            "The key's name in trust files (default: NAME of NAME.key.pem, else 16 digits of its SHA-256).",
            valueName: "name"
        )
    )
    var keyID: String?

    func validate() throws {
        guard keyID == nil || key != nil else { throw ValidationError("--key-id goes with --key") }
    }

    /// Reads the key; nil where none is named.
    func read() throws -> BundleSigner? {
        guard let key else { return nil }
        let signer = try BundleSigner(file: key, keyID: keyID)
        Complaint.write("warning", signer.warnings)
        return signer
    }
}
