import Cryptography

extension TrustFile {
    /// Checks that a key of this file has signed a manifest; one is enough.
    ///
    /// - Parameters:
    ///   - manifest: The bytes of `manifest.json`.
    ///   - signature: The bytes of `manifest.sig`; nil: there is none.
    /// - Returns: The name of the key.
    /// - Throws: `badSignature` where there is no signature, or one that is not the key's; `unknownKey` where only other
    ///   keys have signed.
    public func verify(manifest: [UInt8], signature: [UInt8]?) throws(UpdateError) -> String {
        guard let signature else {
            throw UpdateError(
                .badSignature,
                "the bundle is not signed; sign it with 'marram bundle sign', or set updates.allow_unsigned"
            )
        }
        let signatures = try SignatureFile(json: signature).signatures.filter {
            $0.algorithm == SignatureFile.algorithm
        }
        let bytes = SignatureFile.signedBytes(manifest)
        var known: [String] = []
        for signature in signatures {
            guard let key = keys.first(where: { $0.id == signature.keyID }) else { continue }
            if key.key.isValid(signature.bytes, of: bytes) { return key.id }
            known.append(key.id)
        }
        guard known.isEmpty else {
            throw UpdateError(
                .badSignature,
                "the signature of '\(known.joined(separator: "', '"))' is not of this \(BundlePath.manifest): one of them was "
                    + "changed after signing, or another key has the name; sign it again"
            )
        }
        throw unknown(signatures.map(\.keyID))
    }

    private func unknown(_ names: [String]) -> UpdateError {
        let file = path.isEmpty ? "the trust file" : path
        guard !names.isEmpty else {
            return UpdateError(.badSignature, "\(BundlePath.signature) has no signature of \(SignatureFile.algorithm)")
        }
        let trusted =
            keys.isEmpty ? "which trusts nobody" : "which has '\(keys.prefix(8).map(\.id).joined(separator: "', '"))'"
        return UpdateError(
            .unknownKey,
            "the bundle is signed by '\(names.joined(separator: "', '"))', and no such key is in \(file), \(trusted); add the "
                + "public key with 'marram bundle keys trust'"
        )
    }
}
