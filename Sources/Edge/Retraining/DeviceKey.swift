import Cryptography
import Foundation
import Models

/// What bundles of this device are signed with, and whether the device itself would believe them.
struct DeviceKey: Sendable {
    private static let mostBytes = 1 << 16

    /// The private key's file; nil: bundles are not signed.
    let path: String?
    /// The trust file, and whether bundles without a trusted signature are taken.
    let trust: String
    let allowsUnsigned: Bool

    /// The key to sign with, and its name in the trust file where that knows it; nil: bundles are not signed.
    ///
    /// - Throws: that a bundle would be refused, and what to do about it.
    func signer() throws(EdgeError) -> (path: String, id: String?)? {
        guard let path else {
            guard allowsUnsigned else {
                throw EdgeError(
                    "retrain.local.key is not set, and bundles without a signature are refused; make a key with 'marram bundle "
                        + "keys', add it to \(trust), and name it in retrain.local.key"
                )
            }
            return nil
        }
        let key = try publicKey(path)
        if let known = try keys().first(where: { $0.key == key }) { return (path, known.id) }
        guard allowsUnsigned else {
            throw EdgeError(
                "the key \(path) is not in the trust file \(trust), so that a model signed with it would be refused; add its "
                    + "public key with 'marram bundle keys trust'"
            )
        }
        return (path, nil)
    }

    private func publicKey(_ path: String) throws(EdgeError) -> VerifyingKey {
        guard let data = FileManager.default.contents(atPath: path), data.count <= Self.mostBytes,
            let text = String(data: data, encoding: .utf8)
        else { throw EdgeError("retrain.local.key \(path) cannot be read; it holds a private key in PEM") }
        do throws(CryptoError) {
            return try SigningKey(pem: text).verifyingKey
        } catch {
            throw EdgeError("retrain.local.key \(path): \(error.message)")
        }
    }

    private func keys() throws(EdgeError) -> [TrustFile.Key] {
        guard FileKind(at: trust) != .nothing else { return [] }
        do throws(UpdateError) {
            return try TrustFile(path: trust).keys
        } catch {
            throw EdgeError(error.message)
        }
    }
}
