import Anomaly
import Cryptography
import Drift

extension Baseline {
    /// The text of `baseline.json` with this and a profile of drift in it.
    ///
    /// The identifier becomes the digest of the whole file but identifier and time.
    ///
    /// - Parameter profile: What drift is measured against, of the same model and fields; nil: the file says nothing on it.
    /// - Returns: The whole file.
    /// - Throws: When it cannot be written.
    func text(with profile: ReferenceProfile?) throws -> [UInt8] {
        func text(_ id: String, _ created: String) throws -> [UInt8] {
            let own = try with(profileID: id, created: created).json()
            return try profile?.json(into: own) ?? own
        }
        return try text(ProfileIdentifier.of(try text("", "")), created)
    }
}

/// What names a profile: equal for equal files.
enum ProfileIdentifier {
    /// The first 16 hexadecimal digits of the SHA-256 of a file without identifier and time.
    static func of(_ text: [UInt8]) -> String { String(SHA256Digest(of: text).hexadecimal.prefix(16)) }
}
