public import Cryptography
import FoundationEssentials
import OpenInference

/// The signatures of a manifest: `manifest.sig`, `{"signatures":[{"keyid":"…","alg":"ed25519","sig":"base64"}]}`.
public struct SignatureFile: Sendable, Equatable {
    /// A signature.
    public struct Signature: Sendable, Equatable {
        /// The key's name.
        public let keyID: String
        /// What it signs by; only `ed25519` is known.
        public let algorithm: String
        /// The signature's bytes; 64 of `ed25519`.
        public let bytes: [UInt8]
    }

    /// What stands before a manifest when it is signed, so that a signature is good for nothing else.
    static let prefix = "marram-model-manifest-v1\n"
    /// The one algorithm.
    static let algorithm = "ed25519"
    /// The most signatures of a file.
    static let most = 16

    /// 1 to 16 of them.
    public private(set) var signatures: [Signature]

    /// Reads the file.
    ///
    /// - Throws: `badSignature` for what is no such file.
    public init(json: [UInt8]) throws(UpdateError) {
        guard json.count <= Manifest.mostSignatureBytes else {
            throw Self.error("has \(json.count) bytes; at most \(Manifest.mostSignatureBytes) are taken")
        }
        let root: JSONPlace
        do throws(InferError) {
            root = JSONPlace(try StrictJSON(json), code: .badSignature)
        } catch {
            throw Self.error("is not JSON that can be taken: \(error.message)")
        }
        do throws(UpdateError) {
            signatures = try Self.read(root)
        } catch {
            throw Self.error(": \(error.message)")
        }
    }

    private static func read(_ root: JSONPlace) throws(UpdateError) -> [Signature] {
        let members = try root.object(["signatures"])
        return try Manifest.required("signatures", members, root).array(1...most).map { place throws(UpdateError) in
            let members = try place.object(["keyid", "alg", "sig"])
            let text = try Manifest.required("sig", members, place).text(most: 4096)
            guard let bytes = Data(base64Encoded: text) else { throw place.error("has a 'sig' that is not base64") }
            return Signature(
                keyID: try Manifest.required("keyid", members, place).text(most: 128),
                algorithm: try Manifest.required("alg", members, place).text(most: 64),
                bytes: [UInt8](bytes)
            )
        }
    }

    /// Signs a manifest; signatures that are there already stay, but for one of the same key's name.
    ///
    /// - Parameters:
    ///   - manifest: The bytes of `manifest.json`.
    ///   - key: The private key.
    ///   - keyID: Its name in trust files; nil: ``VerifyingKey/standardID``.
    ///   - others: Signatures to keep; those that another manifest had are of no use.
    /// - Throws: `badSignature` where there would be more than 16, `internal` when OpenSSL cannot sign.
    public init(
        signing manifest: [UInt8],
        with key: SigningKey,
        keyID: String? = nil,
        keeping others: SignatureFile? = nil
    ) throws(UpdateError) {
        let name = keyID ?? key.verifyingKey.standardID
        signatures = (others?.signatures ?? []).filter { $0.keyID != name }
        guard signatures.count < Self.most else {
            throw Self.error("has \(signatures.count) signatures; at most \(Self.most) are taken: leave some out")
        }
        do throws(CryptoError) {
            let bytes = try key.sign(Self.signedBytes(manifest))
            signatures.append(Signature(keyID: name, algorithm: Self.algorithm, bytes: bytes))
        } catch {
            throw UpdateError(.internal, "the manifest cannot be signed: \(error.message)")
        }
    }

    /// The bytes that are signed.
    static func signedBytes(_ manifest: [UInt8]) -> [UInt8] { Array(prefix.utf8) + manifest }

    /// The text of the file.
    public func json() -> [UInt8] {
        StrictJSON.sorted([
            "signatures": .array(
                signatures.map {
                    .sorted([
                        "keyid": .string($0.keyID), "alg": .string($0.algorithm),
                        "sig": .string(Data($0.bytes).base64EncodedString()),
                    ])
                }
            )
        ]).pretty()
    }

    static func error(_ message: String) -> UpdateError {
        UpdateError(.badSignature, "\(BundlePath.signature)\(message.hasPrefix(":") ? "" : " ")\(message)")
    }
}

extension VerifyingKey {
    /// The name of a key that was given none: the first 16 hexadecimal digits of its SHA-256.
    public var standardID: String { String(SHA256Digest(of: bytes).hexadecimal.prefix(16)) }
}
