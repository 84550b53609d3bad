import Foundation

/// Temporary keys in JSON, as programs, containers and machines give them.
struct CredentialDocument: Decodable {
    let Version: Int?
    let AccessKeyId: String?
    let SecretAccessKey: String?
    let Token: String?
    let SessionToken: String?
    let Expiration: String?
    let Code: String?

    /// Reads a document.
    ///
    /// - Parameters:
    ///   - json: The document; no more than a few thousand bytes.
    ///   - origin: Who gave it, for errors.
    /// - Returns: What it says, nothing of it checked.
    /// - Throws: When it is no JSON object with texts.
    static func read(_ json: [UInt8], from origin: String) throws(AWSError) -> CredentialDocument {
        do {
            return try JSONDecoder().decode(CredentialDocument.self, from: Data(json))
        } catch {
            // What the decoder says may quote the document, and with it a key.
            throw AWSError("Credentials", "\(origin) did not give a JSON object with AccessKeyId and SecretAccessKey")
        }
    }

    /// The keys in it.
    func credentials(from origin: String) throws(AWSError) -> Credentials {
        guard let AccessKeyId, let SecretAccessKey, !AccessKeyId.isEmpty, !SecretAccessKey.isEmpty else {
            let code = Code.map { ", but the code '\($0.prefix(64))'" } ?? ""
            throw AWSError("Credentials", "\(origin) gave no AccessKeyId or no SecretAccessKey\(code)")
        }
        var expires: Date?
        if let Expiration {
            guard let date = AmazonDate.read(Expiration) else {
                throw AWSError(
                    "Credentials",
                    "\(origin) gave an Expiration that is no time; expected 2026-11-20T12:00:00Z"
                )
            }
            expires = date
        }
        return Credentials(
            accessKeyID: AccessKeyId,
            secretAccessKey: SecretAccessKey,
            sessionToken: SessionToken ?? Token,
            expires: expires
        )
    }
}
