import Foundation
public import Recipes

/// A configuration file with what it holds, and the folder that its paths begin at.
public struct Project: Sendable {
    /// The names that the file may have, the first being the usual one.
    public static let fileNames = ["gg-config.yml", "greengrass-config.yml"]

    /// The file as messages name it.
    public let path: String
    /// The absolute path of the folder that the file is in.
    public let folder: String
    /// The whole file.
    public let document: ConfigurationNode
    /// Its components, in its order.
    public let config: GGConfig
    /// What `$NAME$` and `${NAME}` stand for.
    public let variables: [String: String]

    /// Reads a configuration.
    ///
    /// - Parameters:
    ///   - path: The file; nil: that of the usual names which is in `folder`.
    ///   - folder: Where relative paths begin; nil: the current directory.
    ///   - variables: What variables stand for, the environment's among them.
    ///   - unset: What becomes of those without a value in what only a release needs.
    /// - Throws: `input`: there is no file, or two, or all that is wrong in it.
    public init(
        path: String? = nil,
        folder: String? = nil,
        variables: [String: String],
        unset: UnsetVariables = .refused
    ) throws(ReleaseError) {
        let folder = folder ?? FileManager.default.currentDirectoryPath
        let path = if let path { path } else { try Self.found(in: folder) }
        let file = path.hasPrefix("/") ? path : "\(folder)/\(path)"
        guard let bytes = try WholeFile.read(file, limit: ConfigurationNode.maximumBytes) else {
            throw ReleaseError(.input, "\(path): there is no such file; name the configuration with --config")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw ReleaseError(.input, "\(path): the text is not UTF-8; save the file as UTF-8")
        }
        do throws(ConfigurationError) {
            document = try ConfigurationNode(parsing: text, source: path)
            config = try GGConfig(document, variables: variables, unset: unset)
        } catch {
            throw ReleaseError(error)
        }
        self.path = path
        self.folder = URL(fileURLWithPath: file).standardizedFileURL.deletingLastPathComponent().path
        self.variables = GGConfig.completed(variables)
    }

    /// The file's name without its folder.
    public var fileName: String { path.split(separator: "/").last.map(String.init) ?? path }

    /// Returns the absolute path of what the file names relative to its folder.
    public func path(_ relative: String) -> String {
        relative.hasPrefix("/") ? relative : relative.isEmpty || relative == "." ? folder : "\(folder)/\(relative)"
    }

    /// Returns the components with these handles or names, in the order of the file; without any, all.
    ///
    /// - Throws: `input`: one is not in the file.
    public func components(_ named: [String]) throws(ReleaseError) -> [Component] {
        for word in named where !config.components.contains(where: { $0.handle == word || $0.name == word }) {
            let known = config.components.map(\.handle).joined(separator: ", ")
            throw ReleaseError(.input, "\(path) has no component '\(word)'; it has \(known)")
        }
        return config.components.filter { named.isEmpty || named.contains($0.handle) || named.contains($0.name) }
    }

    private static func found(in folder: String) throws(ReleaseError) -> String {
        let present = fileNames.filter { FileManager.default.fileExists(atPath: "\(folder)/\($0)") }
        guard let name = present.first else {
            throw ReleaseError(
                .input,
                "there is no \(fileNames.joined(separator: " or ")) in \(folder); go to the project's folder, or name the "
                    + "file with --config"
            )
        }
        guard present.count == 1 else {
            throw ReleaseError(
                .input,
                "there are \(present.joined(separator: " and ")) in \(folder); say which one with --config"
            )
        }
        return name
    }
}
