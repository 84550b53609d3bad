import Foundation
public import Recipes

/// The text of a configuration file, with its name and its folder.
public struct ConfigurationDocument: Sendable {
    /// The text.
    public let text: String
    /// The name that messages use, as the user wrote it.
    public let name: String
    /// The absolute path that relative paths in the file begin at; nil for the current directory.
    public let folder: String?

    /// Takes a text that was read elsewhere.
    public init(text: String, name: String, folder: String? = nil) {
        self.text = text
        self.name = name
        self.folder = folder
    }

    /// Reads a file of at most 1 MiB of UTF-8.
    /// - Throws: why it cannot be read, or the place of the first byte that is not UTF-8.
    public init(readingFile path: String) throws(ConfigurationError) {
        let url = URL(fileURLWithPath: path)
        let bytes: Data
        do {
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            bytes = try handle.read(upToCount: ConfigurationNode.maximumBytes + 1) ?? Data()
        } catch {
            throw ConfigurationError(
                .source(path),
                "cannot be read (\(Self.reason(error))); expected a file that this user may read"
            )
        }
        guard bytes.count <= ConfigurationNode.maximumBytes else {
            throw ConfigurationError(
                .source(path),
                "has more than \(ConfigurationNode.maximumBytes) bytes; expected at most 1 MiB"
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ConfigurationError(
                Self.firstFault(in: bytes, of: path),
                "the text is not UTF-8; save the file as UTF-8"
            )
        }
        self.init(text: text, name: path, folder: url.deletingLastPathComponent().path)
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile?, .fileNoSuchFile?: "there is no such file"
        case .fileReadNoPermission?: "permission denied"
        default: "it is no plain file"
        }
    }

    private static func firstFault(in bytes: Data, of path: String) -> Origin {
        let repaired = String(decoding: bytes, as: UTF8.self)
        var good = Substring(repaired).unicodeScalars[...]
        var offset = bytes.startIndex
        while let scalar = good.first, bytes[offset...].starts(with: String(scalar).utf8) {
            offset += String(scalar).utf8.count
            good.removeFirst()
        }
        let before = String(decoding: bytes[..<offset], as: UTF8.self).unicodeScalars
        let line = before.count { $0 == "\n" } + 1
        let column = before.reversed().prefix { $0 != "\n" }.count + 1
        return .text(source: path, line: line, column: column)
    }
}
