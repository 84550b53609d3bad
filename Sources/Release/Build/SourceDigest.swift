import Archive
import Cryptography
public import Recipes

/// Tells whether two component versions are made of the same sources.
public enum SourceDigest {
    /// Computes the digest of everything that decides what is published, except the version.
    ///
    /// These are the recipe, whatever the order of its keys, without `ComponentVersion`; the files that go into the own
    /// artifacts, or that a command of the configuration finds: paths, who may execute them, and contents; and that
    /// command.
    ///
    /// - Parameters:
    ///   - component: The component.
    ///   - recipe: Its recipe with the placeholders of its own URIs left in place and its dependencies filled in.
    ///   - root: The path of its root folder; not looked at where it has no artifacts of its own.
    /// - Returns: 64 hexadecimal digits.
    /// - Throws: `input`: files that are missing, cannot be read or cannot be in an archive.
    public static func of(
        _ component: Component,
        recipe: JSONValue,
        root: String
    ) throws(ReleaseError) -> String {
        let plan = try ArtifactPlan(component)
        do throws(ArchiveError) {
            return try of(recipe, command: plan.command, trees: try plan.sources(root))
        } catch {
            throw ReleaseError(.input, "\(component.name): \(error)")
        }
    }

    static func of(_ recipe: JSONValue, command: [String]?, trees: [FileTree]) throws(ArchiveError) -> String {
        var text = SourceText()
        text.put("marram sources 1")
        var recipe = recipe
        if case .object(let members) = recipe {
            recipe = .object(members.filter { $0.name != "ComponentVersion" })
        }
        text.put(recipe)
        text.put(count: command?.count ?? 0)
        for word in command ?? [] { text.put(word) }
        text.put(count: trees.count)
        for tree in trees {
            text.put(count: tree.entries.count)
            for entry in tree.entries {
                text.put(entry.path)
                text.put(entry.kind == .folder ? "folder" : entry.isExecutable ? "program" : "file")
                guard entry.kind == .file else { continue }
                text.put(count: entry.byteCount)
                try tree.read(entry) { text.put(bytes: $0) }
            }
        }
        return text.finish()
    }
}
