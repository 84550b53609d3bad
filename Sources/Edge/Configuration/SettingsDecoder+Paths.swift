import Foundation
import Recipes

extension SettingsDecoder {
    /// Returns the absolute path that a key names; nil when the key is absent, null or wrong.
    ///
    /// What the file says is relative to the file's folder, all else to the current directory.
    mutating func path(_ key: RuntimeKey) -> (value: String, origin: Origin)? {
        guard let found = located(key, .path) else { return nil }
        let path = absolute(found.value, at: found.origin)
        showPath(key, path, found.origin)
        return (path, found.origin)
    }

    /// Returns the path of a file that can be read now; nil when the key is absent, null or wrong.
    mutating func file(_ key: RuntimeKey, holding content: String) -> String? {
        guard let found = path(key) else {
            if effective[key] == nil { show(key, "null", EffectiveValue.byDefault) }
            return nil
        }
        let shown = ConfigurationScalar(found.value, variables: variables(of: key)).quoted
        let expected = "expected a file with \(content) that this user may read"
        switch FileKind(at: found.value) {
        case .nothing: note(found.origin, "\(key.rawValue) is \(shown), which does not exist; \(expected)")
        case .folder: note(found.origin, "\(key.rawValue) is \(shown), which is a folder; \(expected)")
        case .file where !FileManager.default.isReadableFile(atPath: found.value):
            note(found.origin, "\(key.rawValue) is \(shown), which cannot be read; \(expected)")
        case .file: break
        }
        return found.value
    }

    /// Returns `path` made absolute from where `origin` says; `..` stays, since links may stand before it.
    func absolute(_ path: String, at origin: Origin) -> String {
        var base = sources.surroundings.currentDirectory
        if let document = sources.document, let folder = document.folder,
            case .text(document.name, _, _) = origin
        {
            base = folder
        }
        let parts = (path.hasPrefix("/") ? path : "\(base)/\(path)").split(separator: "/").filter { $0 != "." }
        return "/" + parts.joined(separator: "/")
    }

    private mutating func showPath(_ key: RuntimeKey, _ path: String, _ origin: Origin) {
        let scalar = ConfigurationScalar(path, variables: variables(of: key))
        show(key, YAMLText(path).description, origin.line, isSecret: scalar.isSecret)
    }

    private func variables(of key: RuntimeKey) -> [String] {
        guard case .scalar(let scalar) = tree.value(at: key.path)?.content else { return [] }
        return scalar.variables
    }
}
