import AWS
import Foundation
import Recipes

extension Synth {
    /// Writes what has been found out, the release file last; what a former one has left is taken away.
    func write(_ course: SynthCourse, _ components: [Component]) throws(ReleaseError) {
        var course = course
        let deployment = try deployment(&course)
        let release = ReleaseFile(
            configuration: project.fileName,
            commit: try commit(),
            region: session.region,
            components: course.entries
        )
        try release.check(folder.releasePath)
        try WholeFile.makeFolder(folder.recipesPath)
        for (entry, recipe) in zip(course.entries, course.recipes) {
            try write(recipe, to: folder.path(entry.recipe))
        }
        try write(deployment, to: folder.deploymentPath)
        if options.writesGDK {
            let needed = course.versions.mapValues(\.description)
            for component in components where component.root != nil {
                let files = try GDKProject(
                    component,
                    version: needed[component.name] ?? "",
                    needed: needed,
                    bucket: try bucket(of: component),
                    region: session.region
                )
                try files.write(to: project.path(component.root ?? ""))
            }
        }
        try folder.write(release)
        sweep(course)
    }

    private func write(_ value: JSONValue, to path: String) throws(ReleaseError) {
        try WholeFile.write(Array(value.json(pretty: true).utf8), to: path)
    }

    /// The deployment document: that of the project with its versions filled in, else one with every component.
    private func deployment(_ course: inout SynthCourse) throws(ReleaseError) -> JSONValue {
        let path = project.path("deployment.json")
        guard let bytes = try WholeFile.read(path, limit: ConfigurationNode.maximumBytes) else {
            return filled(
                try document("{\"targetArn\": \"$THING_GROUP_ARN$\", \"components\": {}}", "deployment.json"),
                course
            )
        }
        let document = try document(String(decoding: bytes, as: UTF8.self), "deployment.json")
        for name in document.componentsWithoutVersion(course.versions) {
            _ = try newest(name, for: "deployment.json", &course)
        }
        return filled(document, course)
    }

    private func document(_ text: String, _ source: String) throws(ReleaseError) -> DeploymentDocument {
        do throws(ConfigurationError) {
            let node = try ConfigurationNode(parsing: text, source: source)
            return try DeploymentDocument(node, variables: project.variables)
        } catch {
            throw ReleaseError(error)
        }
    }

    /// Versions go to components of the release and of the template, and to no others that were looked up.
    private func filled(_ document: DeploymentDocument, _ course: SynthCourse) -> JSONValue {
        let released = Set(course.entries.map(\.name))
        let open = Set(document.componentsWithoutVersion())
        let versions = course.versions.filter { released.contains($0.key) || open.contains($0.key) }
        return document.filled(versions: versions, target: options.target)
    }

    private func commit() throws(ReleaseError) -> String? {
        if let commit = options.commit {
            guard (1...200).contains(commit.utf8.count),
                commit.unicodeScalars.allSatisfy({ $0.value > 32 && $0.value != 127 })
            else { throw ReleaseError(.input, "the commit is no name of one; expected its hash") }
            return commit
        }
        return GitCommit.head(of: project.folder)
    }

    /// Removes recipes of other versions, and artifacts that do not fit any longer.
    private func sweep(_ course: SynthCourse) {
        let files = FileManager.default
        let recipes = Set(course.entries.map { $0.recipe.split(separator: "/").last.map(String.init) ?? "" })
        for name in (try? files.contentsOfDirectory(atPath: folder.recipesPath)) ?? [] where !recipes.contains(name) {
            try? files.removeItem(atPath: "\(folder.recipesPath)/\(name)")
        }
        for name in (try? files.contentsOfDirectory(atPath: folder.artifactsPath)) ?? [] {
            let path = "\(folder.artifactsPath)/\(name)"
            for version in (try? files.contentsOfDirectory(atPath: path)) ?? [] where !fits(name, version, course) {
                try? files.removeItem(atPath: "\(path)/\(version)")
            }
            if (try? files.contentsOfDirectory(atPath: path))?.isEmpty == true { try? files.removeItem(atPath: path) }
        }
    }

    private func fits(_ name: String, _ version: String, _ course: SynthCourse) -> Bool {
        guard let entry = course.entries.first(where: { $0.name == name }), entry.version == version else {
            return false
        }
        let before = course.former?.components.first { $0.name == name && $0.version == version }
        return before?.sourceDigest == entry.sourceDigest
    }
}
