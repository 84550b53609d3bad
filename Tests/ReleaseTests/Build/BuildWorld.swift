import Foundation
import Recipes
import Support
import Transfer

@testable import Release

/// A project with one component, as `gg synth` would leave it.
final class BuildWorld: ReleaseJournal, @unchecked Sendable {
    let folder: TemporaryFolder
    let project: Release.Project
    let build: BuildFolder
    private let lock = NSLock()
    private var events: [ReleaseEvent] = []

    /// `components`: handle and the lines of `build` and artifacts' names; roots are `<handle>`, with `files` in each.
    init(_ components: [(handle: String, build: String, artifacts: [String])], files: [String: String] = ["a.txt": "a"])
        throws
    {
        folder = try TemporaryFolder()
        var text = "custom-components:\n"
        for component in components {
            text +=
                "  \(component.handle):\n    component-name: com.example.\(component.handle)\n    root: \(component.handle)\n"
            text += "    bucket: a-bucket\n    build: \(component.build)\n    Artifacts:\n"
            for file in component.artifacts {
                text += "      - URI: s3://BUCKET_NAME/COMPONENT_NAME/COMPONENT_VERSION/\(file)\n"
            }
            text += "    Lifecycle: {Run: 'true'}\n"
            for (name, content) in files {
                let url = folder.url.appendingPathComponent("\(component.handle)/\(name)")
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try Data(content.utf8).write(to: url)
            }
        }
        try folder.write(text, to: "gg-config.yml")
        project = try Release.Project(path: "\(folder.path)/gg-config.yml", variables: [:])
        build = BuildFolder("\(folder.path)/build")
        try synth()
    }

    /// Writes release.json and recipes anew.
    func synth() throws {
        var entries: [ReleaseFile.Entry] = []
        for component in project.config.components {
            let path = BuildFolder.recipe(component.name, "1.0.0")
            let open = try component.recipe(RecipeFilling())
            try WholeFile.makeFolder(build.recipesPath)
            try WholeFile.write(Array(open.json(pretty: true).utf8), to: build.path(path))
            entries.append(
                ReleaseFile.Entry(
                    handle: component.handle,
                    name: component.name,
                    version: "1.0.0",
                    isUnchanged: false,
                    root: component.root ?? "",
                    sourceDigest: try digest(component),
                    recipe: path,
                    dependencies: [],
                    model: nil,
                    artifacts: component.artifacts.map {
                        ReleaseFile.Artifact(
                            file: $0.fileName,
                            uri: "s3://a-bucket/\(component.name)/1.0.0/\($0.fileName)"
                        )
                    }
                )
            )
        }
        try build.write(
            ReleaseFile(configuration: "gg-config.yml", commit: nil, region: "eu-west-1", components: entries)
        )
    }

    func digest(_ component: Component) throws -> String {
        try SourceDigest.of(
            component,
            recipe: try component.recipe(RecipeFilling()),
            root: project.path(component.root ?? "")
        )
    }

    func run(jobs: Int = 2, timeout: Duration = .seconds(300), cancellation: Cancellation = Cancellation()) throws
        -> ReleaseFile
    {
        var release = ReleaseBuild(
            project: project,
            folder: build,
            jobs: jobs,
            timeout: timeout,
            environment: ["PATH": "/usr/bin:/bin"],
            journal: self,
            cancellation: cancellation
        )
        release.outputLimit = 2 << 20
        return try release.run()
    }

    func note(_ event: ReleaseEvent) { lock.withLock { events.append(event) } }

    /// Texts of what happened, `handle: text`.
    var texts: [String] {
        lock.withLock { events }.map { event in
            switch event {
            case .step(let subject, let text), .warning(let subject, let text): "\(subject): \(text)"
            case .progress(let subject, let text, _, _): "\(subject): \(text)"
            }
        }
    }

    func path(_ name: String) -> String { "\(folder.path)/\(name)" }
}
