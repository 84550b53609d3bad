import Foundation
import MQTT

/// A file that holds a password as text.
enum PasswordFile {
    private static let limit = 64 << 10

    /// Reads the configured one; a line's end after the password does not belong to it.
    static func read(_ broker: Settings.Broker, section: String = "broker") throws(EdgeError) -> Secret? {
        try text(broker.passwordFile, key: "\(section).password_file").map { Secret($0) }
    }

    /// Reads the file of a key of the configuration, where there is one.
    static func text(_ path: String?, key: String) throws(EdgeError) -> String? {
        guard let path else { return nil }
        guard let data = FileManager.default.contents(atPath: path), data.count <= limit,
            let text = String(data: data, encoding: .utf8)
        else {
            throw EdgeError("\(key) \(path) cannot be read; it holds the password as text, 64 KiB at most")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
