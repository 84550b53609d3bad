/// What a model or its files are called in a registry.
public enum MLflowReference: Sendable, Hashable, CustomStringConvertible {
    /// The version of a registered model that an alias points at: `models:/name@alias`.
    case alias(model: String, alias: String)
    /// A version of a registered model: `models:/name/3`.
    case version(model: String, version: String)
    /// The highest version of a registered model that is ready: `models:/name/latest`.
    case latest(model: String)
    /// A folder of a run's artifacts: `runs:/id/path`.
    case run(id: String, path: String)

    /// Reads a reference as MLflow writes it, names as they are, not encoded; nil where it is none.
    public init?(_ text: String) {
        if text.hasPrefix("models:/") {
            self.init(model: text.dropFirst("models:/".count))
        } else if text.hasPrefix("runs:/") {
            self.init(run: text.dropFirst("runs:/".count))
        } else {
            return nil
        }
    }

    private init?(model text: Substring) {
        guard Self.isName(text), !text.hasPrefix("/") else { return nil }
        if let mark = text.lastIndex(of: "@"), !text[mark...].contains("/") {
            let (model, alias) = (text[..<mark], text[text.index(after: mark)...])
            guard Self.isModel(model), !alias.isEmpty else { return nil }
            self = .alias(model: String(model), alias: String(alias))
            return
        }
        guard let slash = text.lastIndex(of: "/") else { return nil }
        let (model, version) = (text[..<slash], text[text.index(after: slash)...])
        guard Self.isModel(model) else { return nil }
        if version.lowercased() == "latest" {
            self = .latest(model: String(model))
        } else if (1...18).contains(version.utf8.count), version.allSatisfy({ "0123456789".contains($0) }) {
            self = .version(model: String(model), version: String(version))
        } else {
            return nil
        }
    }

    private init?(run text: Substring) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let id = parts.first, (1...64).contains(id.utf8.count),
            id.utf8.allSatisfy({ Self.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") })
        else { return nil }
        let path = parts.count > 1 ? String(parts[1].reversed().drop { $0 == "/" }.reversed()) : ""
        guard path.isEmpty || ArtifactPath.isSafe(path) else { return nil }
        self = .run(id: String(id), path: path)
    }

    /// As MLflow writes it.
    public var description: String {
        switch self {
        case .alias(let model, let alias): "models:/\(model)@\(alias)"
        case .version(let model, let version): "models:/\(model)/\(version)"
        case .latest(let model): "models:/\(model)/latest"
        case .run(let id, let path): path.isEmpty ? "runs:/\(id)" : "runs:/\(id)/\(path)"
        }
    }

    private static let alphanumerics = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

    /// MLflow takes neither slashes nor colons in a model's name.
    private static func isModel(_ text: Substring) -> Bool {
        !text.isEmpty && !text.contains("/") && !text.contains(":")
    }

    private static func isName(_ text: Substring) -> Bool {
        text.utf8.count <= 512 && text.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 }
    }
}
