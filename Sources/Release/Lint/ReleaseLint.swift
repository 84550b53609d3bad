import Foundation
public import Recipes

/// Runs the rules over the files of a project.
public enum ReleaseLint {
    /// Looks over what a release is made of: the components, the recipes that are made of them, and the tree of the
    /// deployment's template where there is one.
    public static func check(
        _ project: Project,
        deployment: ConfigurationNode? = nil,
        isStrict: Bool = false
    ) -> LintReport {
        let linter = Linter(
            configurations: [project.document],
            variables: project.variables,
            deployments: deployment.map { [$0] } ?? []
        )
        return LintReport(linter.subjects(), isStrict: isStrict)
    }

    /// Looks over files, each as what it is: a configuration, a recipe, a deployment's template.
    ///
    /// Findings name the paths as they are given; relative ones begin at `folder`, or the current directory.
    /// - Throws: `input`: a file is missing, cannot be read or is too long.
    public static func check(
        files: [String],
        folder: String? = nil,
        variables: [String: String],
        isStrict: Bool = false
    ) throws(ReleaseError) -> LintReport {
        var sorted = LintedFiles()
        for file in files { try sorted.add(file, folder: folder ?? FileManager.default.currentDirectoryPath) }
        return LintReport(sorted.subjects(variables), isStrict: isStrict)
    }

    /// Returns the files of a project that are looked at without further words: its configuration, `recipes/*.json` and
    /// `deployment.json` beside it.
    ///
    /// A configuration that is not named is that of the usual names which is in `folder`, or the current directory.
    /// - Throws: `input`: there is no configuration.
    public static func files(config: String?, folder: String? = nil) throws(ReleaseError) -> [String] {
        let folder = folder ?? FileManager.default.currentDirectoryPath
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: absolute(path, in: folder)) }
        let found = config.map { [$0] } ?? Project.fileNames.filter(exists)
        guard !found.isEmpty else {
            let names = Project.fileNames.joined(separator: " or ")
            throw ReleaseError(
                .input,
                "there is no \(names) in \(folder); go to the project's folder, or name a file, or one with --config"
            )
        }
        let place = found[0].lastIndex(of: "/").map { String(found[0][...$0]) } ?? ""
        let recipes =
            (try? FileManager.default.contentsOfDirectory(atPath: absolute(place + "recipes", in: folder))) ?? []
        let named = recipes.filter { $0.hasSuffix(".json") }.sorted().map { place + "recipes/" + $0 }
        return found + named + [place + "deployment.json"].filter(exists)
    }

    static func absolute(_ path: String, in folder: String) -> String {
        path.hasPrefix("/") ? path : "\(folder)/\(path)"
    }
}
