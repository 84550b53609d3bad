import Foundation

/// A file of settings or with a token, read whole.
enum SmallFile {
    /// The text of a file of at most `limit` bytes.
    static func text(_ path: String, limit: Int) throws(AWSError) -> String {
        let data: Data
        do {
            let file = try FileHandle(forReadingFrom: URL(filePath: path))
            defer { try? file.close() }
            data = try file.read(upToCount: limit + 1) ?? Data()
        } catch {
            throw AWSError("Credentials", "\(path) cannot be read: \(error.localizedDescription)")
        }
        guard data.count <= limit else {
            throw AWSError("Credentials", "\(path) is longer than \(limit) bytes; is it the right file?")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw AWSError("Credentials", "\(path) is not UTF-8")
        }
        return text
    }
}
