import Cryptography
import Foundation

/// A file that has been read as a whole.
struct InputFile {
    /// The most bytes that a file may have: 1 GiB.
    static let mostBytes = 1 << 30

    /// Where it is, as it was named.
    let path: String
    /// What it holds.
    let bytes: [UInt8]

    /// The name without its folders.
    var name: String { Self.name(of: path) }
    /// The SHA-256 of what it holds, in hexadecimal.
    var digest: String { SHA256Digest(of: bytes).hexadecimal }

    /// The name of a path's last part.
    static func name(of path: String) -> String { URL(filePath: path).lastPathComponent }

    /// Reads a file.
    ///
    /// - Throws: Why it cannot be read, or that it is larger than `limit` bytes.
    init(_ path: String, limit: Int = mostBytes) throws(LabError) {
        self.path = path
        do throws(LabError) {
            bytes = try OpenFile(path).read(limit: limit)
        } catch {
            throw LabError("\(path) cannot be read: \(error.message)")
        }
    }
}
