import Foundation

/// The profiles of `~/.aws/config` and `~/.aws/credentials`.
struct ProfileFiles: Sendable, Hashable {
    /// More than any such file has, in bytes.
    static let limit = 1 << 20

    /// Settings by profile; where both files have one, `credentials` wins, key by key.
    private(set) var profiles: [String: [String: String]] = [:]
    /// What stands in `credentials` alone.
    private(set) var shared: [String: [String: String]] = [:]
    /// What stands in `config` alone.
    private(set) var config: [String: [String: String]] = [:]
    /// Sections `[services name]`; what is nested in them is still text.
    private(set) var services: [String: [String: String]] = [:]
    /// Where `config` is looked for; nil: nowhere.
    let configPath: String?
    /// Where `credentials` is looked for; nil: nowhere.
    let sharedPath: String?

    init(environment: [String: String], homeDirectory: String?) throws(AWSError) {
        configPath = Self.path(environment["AWS_CONFIG_FILE"], "config", homeDirectory)
        sharedPath = Self.path(environment["AWS_SHARED_CREDENTIALS_FILE"], "credentials", homeDirectory)
        for (name, values) in try Self.sections(configPath) {
            let words = ShellWords.split(name) ?? []
            if name == "default" {
                config["default", default: [:]].merge(values) { $1 }
            } else if words.count == 2, words[0] == "profile" {
                config[words[1], default: [:]].merge(values) { $1 }
            } else if words.count == 2, words[0] == "services" {
                services[words[1]] = values
            }
        }
        shared = try Self.sections(sharedPath)
        profiles = config
        for (name, values) in shared { profiles[name, default: [:]].merge(values) { $1 } }
    }

    /// A path with a leading `~` replaced.
    static func expanded(_ path: String, _ homeDirectory: String?) -> String {
        guard let homeDirectory, path == "~" || path.hasPrefix("~/") else { return path }
        return homeDirectory + path.dropFirst()
    }

    private static func path(_ named: String?, _ name: String, _ homeDirectory: String?) -> String? {
        if let named, !named.isEmpty { return expanded(named, homeDirectory) }
        return homeDirectory.map { "\($0)/.aws/\(name)" }
    }

    private static func sections(_ path: String?) throws(AWSError) -> [String: [String: String]] {
        guard let path, FileManager.default.fileExists(atPath: path) else { return [:] }
        let text = try SmallFile.text(path, limit: limit)
        do throws(INIText.Fault) {
            return try INIText(text).sections
        } catch {
            throw AWSError("Credentials", "\(path), line \(error.line): expected \(error.expectation)")
        }
    }
}
