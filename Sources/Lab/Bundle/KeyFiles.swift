public import Cryptography
import Foundation
public import Models

/// Files with keys.
public enum KeyFiles {
    /// How the name of a private key's file ends.
    public static let privateSuffix = ".key.pem"
    /// How the name of a public key's file ends.
    public static let publicSuffix = ".pub.pem"

    /// Makes a pair of keys: `NAME.key.pem`, which only the owner may read, and `NAME.pub.pem`.
    ///
    /// - Parameters:
    ///   - name: The key's name: 1 to 64 of `A-Za-z0-9_.-`.
    ///   - folder: Where they go; it is made where it is not there.
    /// - Returns: The paths, the private one first, and the public key.
    /// - Throws: That one of them is there already, or why they cannot be written.
    public static func make(
        _ name: String,
        in folder: String
    ) throws(LabError) -> (private: String, public: String, key: VerifyingKey) {
        guard BundlePath.isName(name) else {
            throw LabError("'\(name)' is no name for a key; expected 1 to 64 letters, digits, '_', '.' and '-'")
        }
        let paths = (secret: "\(folder)/\(name)\(privateSuffix)", open: "\(folder)/\(name)\(publicSuffix)")
        for path in [paths.secret, paths.open] where FileManager.default.fileExists(atPath: path) {
            throw LabError("\(path) is there already, and keys are not written over; choose another name")
        }
        try OutputFile.makeFolder(folder)
        do {
            let key = try SigningKey()
            try BundleMaker.writeNew(paths.secret, try key.pem(), isPrivate: true)
            try BundleMaker.writeNew(paths.open, try key.verifyingKey.pem(), isPrivate: false)
            return (paths.secret, paths.open, key.verifyingKey)
        } catch {
            throw LabError("\(error)")
        }
    }

    /// Reads a public key, from a file that has it or its private key in PEM.
    ///
    /// - Parameter path: The file.
    /// - Returns: The key, and its name where the file's says one.
    /// - Throws: Why there is no key in it.
    public static func readPublic(_ path: String) throws(LabError) -> (key: VerifyingKey, name: String?) {
        let text = String(decoding: try InputFile(path, limit: 1 << 16).bytes, as: UTF8.self)
        let file = InputFile.name(of: path)
        let suffix = [privateSuffix, publicSuffix].first { file.hasSuffix($0) }
        let name = suffix.map { String(file.dropLast($0.count)) }
        do throws(CryptoError) {
            guard text.contains("PRIVATE KEY") else { return (try VerifyingKey(pem: text), name) }
            return (try SigningKey(pem: text).verifyingKey, name)
        } catch {
            throw LabError("\(path): \(error.message)")
        }
    }

    /// Writes a trust file, as a whole or not at all.
    ///
    /// - Throws: Why it cannot be written.
    public static func write(_ trust: TrustFile, to path: String) throws(LabError) {
        try OutputFile.write(trust.json(), to: path)
    }
}
