import Crypto
import Foundation

/// A file that has been read as a whole.
struct InputFile {
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
    /// - Throws: Why it cannot be read.
    init(_ path: String) throws(LabError) {
        self.path = path
        do throws(LabError) {
            bytes = try OpenFile(path).read()
        } catch {
            throw LabError("\(path) cannot be read: \(error.message)")
        }
    }
}
