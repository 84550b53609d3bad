import Recipes

/// A component to run, with where its files come from.
public struct LocalSource: Sendable {
    /// Where a component's files come from.
    public enum Files: Sendable, Hashable {
        /// They are made of a folder: files of it as they are, and a zip of all that is not excluded.
        case folder(String, excludes: [String])
        /// They have been built, and lie in a folder.
        case built(String)
        /// A command would have to build them.
        case command([String])
    }

    /// The component.
    public var component: LocalComponent
    /// Where its files come from.
    public var files: Files

    /// Reads the components of a configuration, whose versions are 0.0.0 unless they are written.
    public static func all(of project: Project, _ platform: LocalPlatform) throws(ReleaseError) -> [LocalSource] {
        var sources: [LocalSource] = []
        for component in project.config.components {
            let version =
                if case .explicit(let version) = component.versionRule { version.description } else { "0.0.0" }
            let recipe: JSONValue
            do {
                recipe = try component.recipe(RecipeFilling(version: version))
            } catch {
                throw ReleaseError(error)
            }
            let reader = LocalRecipe(recipe, source: "\(component.origin): \(component.handle)", platform: platform)
            let root = project.path(component.root ?? ".")
            let files: Files =
                switch component.build {
                case .zip(_, let excludes): .folder(root, excludes: excludes)
                case .custom(let command): .command(command)
                }
            sources.append(LocalSource(component: try reader.component(handle: component.handle), files: files))
        }
        return sources
    }

    /// Reads the components of a release that was built.
    public static func all(of folder: BuildFolder, _ platform: LocalPlatform) throws(ReleaseError) -> [LocalSource] {
        var sources: [LocalSource] = []
        for entry in try folder.release().components {
            let component = try read(folder.path(entry.recipe), platform, handle: entry.handle)
            let built = folder.path("artifacts/\(entry.name)/\(entry.version)")
            sources.append(LocalSource(component: component, files: .built(built)))
        }
        return sources
    }

    /// Reads the components whose recipes are in a folder, as JSON or YAML; their files are in `artifacts` beside it.
    public static func all(inRecipes folder: String, _ platform: LocalPlatform) throws(ReleaseError) -> [LocalSource] {
        let files = try LocalFolder.files(of: folder).filter { name in
            [".json", ".yml", ".yaml"].contains { name.hasSuffix($0) }
        }
        guard !files.isEmpty else {
            throw ReleaseError(.input, "\(folder) has no recipes; expected .json or .yml files")
        }
        var sources: [LocalSource] = []
        for file in files {
            let component = try read("\(folder)/\(file)", platform, handle: nil)
            let built = "\(folder)/../artifacts/\(component.name)/\(component.version)"
            sources.append(LocalSource(component: component, files: .built(built)))
        }
        return sources
    }

    private static func read(
        _ path: String,
        _ platform: LocalPlatform,
        handle: String?
    ) throws(ReleaseError) -> LocalComponent {
        guard let bytes = LocalFolder.read(path, limit: 1 << 20) else {
            throw ReleaseError(.input, "\(path) cannot be read, or is larger than 1 MiB; expected a recipe")
        }
        do {
            let recipe =
                path.hasSuffix(".json")
                ? try JSONValue(json: bytes, source: path)
                : try JSONValue(ConfigurationNode(parsing: String(decoding: bytes, as: UTF8.self), source: path))
            return try LocalRecipe(recipe, source: path, platform: platform).component(handle: handle)
        } catch let error as ReleaseError {
            throw error
        } catch {
            throw ReleaseError.of(error)
        }
    }
}
