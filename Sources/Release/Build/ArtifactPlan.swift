import Archive
import Recipes

/// How each of a component's own artifacts is made, and of which files.
struct ArtifactPlan {
    /// How an artifact is made.
    enum Making: Equatable {
        /// It is the zip file of the root folder.
        case zip
        /// It is this file of the root folder.
        case file(String)
        /// A command makes it.
        case command
    }

    /// What lies in a root folder without being a source, unless the configuration says otherwise.
    static let leftovers = ["recipe.json", "recipe.yaml", "gdk-config.json", "greengrass-build", "zip-build", "build"]

    /// The artifacts' names, each once, and how they are made.
    private(set) var makings: [(file: String, making: Making)] = []
    /// The command, where there is one.
    private(set) var command: [String]?
    private var excludes: [ExcludePattern] = []

    /// Plans a component.
    ///
    /// - Throws: `input`: an exclude pattern that is none, or two zip files that are the same folder.
    init(_ component: Component) throws(ReleaseError) {
        var files: [String] = []
        for artifact in component.artifacts where artifact.isOurs && !files.contains(artifact.fileName) {
            files.append(artifact.fileName)
        }
        excludes = Self.leftovers.map { ExcludePattern(literally: $0) }
        switch component.build {
        case .custom(let command):
            self.command = command
            makings = files.map { ($0, .command) }
            excludes += files.map { ExcludePattern(literally: $0) }
        case .zip(let name, let patterns):
            for pattern in patterns {
                do throws(ArchiveError) {
                    excludes.append(try ExcludePattern(pattern))
                } catch {
                    throw ReleaseError(.input, "\(component.origin): \(component.name): \(error)")
                }
            }
            let zip = try Self.zip(of: component, named: name, files)
            makings = files.map { ($0, $0 == zip ? .zip : .file(Self.source(of: $0, component))) }
            if let zip { excludes.append(ExcludePattern(literally: zip)) }
        }
    }

    /// The artifact that is the zip file of the root; nil: there is none.
    private static func zip(
        of component: Component,
        named name: String?,
        _ files: [String]
    ) throws(ReleaseError) -> String? {
        if let name, !name.isEmpty {
            let file = name.hasSuffix(".zip") ? name : "\(name).zip"
            guard files.isEmpty || files.contains(file) else {
                throw ReleaseError(
                    .input,
                    "\(component.origin): \(component.name): zip_name makes \(file), but the artifacts are "
                        + "\(files.joined(separator: ", ")); let one artifact's URI end in \(file)"
                )
            }
            return files.contains(file) ? file : nil
        }
        let model = component.model?.file?.split(separator: "/").last.map(String.init)
        let zips = files.filter { $0.hasSuffix(".zip") && $0 != model }
        guard zips.count <= 1 else {
            throw ReleaseError(
                .input,
                "\(component.origin): \(component.name) has the artifacts \(zips.joined(separator: " and ")); say with "
                    + "zip_name which one is the zip of its root"
            )
        }
        return zips.first
    }

    /// Where a file that is an artifact as it is lies under the root.
    private static func source(of file: String, _ component: Component) -> String {
        guard let model = component.model?.file, model.split(separator: "/").last.map(String.init) == file else {
            return file
        }
        return model
    }

    /// The files of which a zip is made, or on which a command works.
    func tree(_ root: String) throws(ArchiveError) -> FileTree { try FileTree.read(root: root, excluding: excludes) }

    /// True where a folder below the root, or one around it, is no source; empty names the root itself.
    func leavesOut(folder path: String) -> Bool {
        guard makings.contains(where: { $0.making == .zip || $0.making == .command }) else { return true }
        var around = ""
        for step in path.split(separator: "/") {
            around += around.isEmpty ? step : "/" + step
            if excludes.contains(where: { $0.matches(around, isFolder: true) }) { return true }
        }
        return false
    }

    /// All sources, as trees.
    ///
    /// - Throws: a root or a file that is missing, or what cannot be in an archive.
    func sources(_ root: String) throws(ArchiveError) -> [FileTree] {
        var trees: [FileTree] = []
        if makings.contains(where: { $0.making == .zip || $0.making == .command }) { trees.append(try tree(root)) }
        for (_, making) in makings {
            if case .file(let path) = making { trees.append(try FileTree.file(path, root: root)) }
        }
        return trees
    }
}
