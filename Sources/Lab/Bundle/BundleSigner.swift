public import Cryptography
import Foundation
import Models

/// A private key and the name that trust files have for it.
public struct BundleSigner: Sendable {
    /// The key.
    public let key: SigningKey
    /// The name; nil: the standard one.
    public let keyID: String?
    /// The name that trust files have for it.
    public var name: String { keyID ?? key.verifyingKey.standardID }
    /// What a person should know of the key's file.
    public let warnings: [String]

    /// Reads a key from a file in PEM.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - keyID: The key's name in trust files; nil: the file's name where it ends with `.key.pem`, else the standard one.
    /// - Throws: Why there is no key in it.
    public init(file path: String, keyID: String? = nil) throws(LabError) {
        let text = String(decoding: try InputFile(path, limit: 1 << 16).bytes, as: UTF8.self)
        do throws(CryptoError) {
            key = try SigningKey(pem: text)
        } catch {
            throw LabError("\(path): \(error.message)")
        }
        let name = InputFile.name(of: path)
        let suffix = KeyFiles.privateSuffix
        self.keyID = keyID ?? (name.hasSuffix(suffix) ? String(name.dropLast(suffix.count)) : nil)
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? NSNumber
        let isWide = (mode?.intValue ?? 0) & 0o077 != 0
        warnings = isWide ? ["\(path) can be read by others; run 'chmod 600 \(path)'"] : []
    }
}
