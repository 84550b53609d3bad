import Foundation
import Glibc
import Recipes

/// The recipes that stand in the repository: what the configuration says, with placeholders for what only a release knows.
public struct OfflineRecipes: Sendable {
    private let project: Project

    /// Names a project's recipes; nothing is read yet.
    public init(_ project: Project) { self.project = project }

    /// The folder, absolute.
    public var folder: String { project.path("recipes") }

    /// Writes the recipes of components, those that are in step excepted; without `only`, takes away those of components
    /// that are no more.
    ///
    /// - Returns: the names of the files that changed, sorted.
    /// - Throws: `input`: a recipe cannot be made, or the folder not be written to.
    public func write(only: [String] = []) throws(ReleaseError) -> [String] {
        var changed: [String] = []
        let texts = try texts(only)
        try WholeFile.makeFolder(folder)
        for (name, text) in texts where try present(name) != text {
            try WholeFile.write(Array(text.utf8), to: "\(folder)/\(name)")
            changed.append(name)
        }
        for name in only.isEmpty ? try strangers(texts) : [] {
            guard unsafe unlink("\(folder)/\(name)") == 0 else {
                throw WholeFile.failure("remove", "\(folder)/\(name)")
            }
            changed.append(name)
        }
        return changed.sorted()
    }

    /// Compares the folder with the configuration; nothing is written.
    ///
    /// - Throws: `input`: with what differs, line by line, where they are not in step.
    public func check(only: [String] = []) throws(ReleaseError) {
        var differences: [String] = []
        let texts = try texts(only)
        for (name, text) in texts {
            guard let present = try present(name) else {
                differences.append("recipes/\(name) is missing")
                continue
            }
            if present != text {
                differences.append(
                    "recipes/\(name) is not what \(project.path) says:\n\(LineDifference.text(present, text))"
                )
            }
        }
        for name in only.isEmpty ? try strangers(texts) : [] {
            differences.append("recipes/\(name) belongs to no component of \(project.path)")
        }
        guard differences.isEmpty else {
            throw ReleaseError(
                .input,
                differences.joined(separator: "\n") + "\nrun 'gg synth --offline' and commit recipes/"
            )
        }
    }

    private func texts(_ only: [String]) throws(ReleaseError) -> [(name: String, text: String)] {
        var texts: [(String, String)] = []
        let components = try project.components(only)
        // A circle among all of them would stop the release that comes of it.
        _ = try ComponentOrder.sorted(components)
        for component in components {
            do throws(ConfigurationError) {
                texts.append(("\(component.name).json", try component.recipe(.open).json(pretty: true)))
            } catch {
                throw ReleaseError(error)
            }
        }
        return texts
    }

    private func present(_ name: String) throws(ReleaseError) -> String? {
        try WholeFile.read("\(folder)/\(name)", limit: JSONValue.maximumBytes)
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// Recipes in the folder that are none of these; other files are no concern.
    private func strangers(_ texts: [(name: String, text: String)]) throws(ReleaseError) -> [String] {
        let own = Set(texts.map(\.name))
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var found: [String] = []
        for name in names.sorted() where name.hasSuffix(".json") && !own.contains(name) {
            guard let bytes = try WholeFile.read("\(folder)/\(name)", limit: JSONValue.maximumBytes),
                let value = try? JSONValue(json: bytes), value["ComponentName"] != nil
            else { continue }
            found.append(name)
        }
        return found
    }
}
