import Foundation
import Support
import Testing

/// The components of this project: `gg-config.yml`, `recipes/`, `app/`.
@Suite("This project's own components")
struct OwnComponentsTests {
    private static let root = Project.root

    @Test("are sound, and their recipes are in step")
    func recipes() async throws {
        let gg = try Project.program("gg")
        let lint = try await Command([gg, "lint", "--strict"], folder: Self.root).run()
        #expect(lint.code == 0, "\(lint.output)\(lint.errors)")
        let check = try await Command([gg, "synth", "--offline", "--check"], folder: Self.root).run()
        #expect(check.code == 0, "\(check.output)\(check.errors)")
    }

    /// A nucleus's folder with the component's archive, and a program in it that says what it was started with.
    private struct Device {
        let folder: TemporaryFolder
        var artifacts: String { folder.path + "/artifacts" }
        var unpacked: String { folder.path + "/unpacked" }
        var work: String { [folder.path, "work", "io.marram.edge"].joined(separator: "/") }

        init() async throws {
            folder = try TemporaryFolder()
            for path in [artifacts, unpacked, work, folder.path + "/app/bin"] {
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
            try FileManager.default.copyItem(
                atPath: Project.root.appendingPathComponent("app/start.sh").path,
                toPath: folder.path + "/app/start.sh"
            )
            // A link: a program that was just written may still be open in a process that another test starts.
            try FileManager.default.createSymbolicLink(
                atPath: folder.path + "/app/bin/marram",
                withDestinationPath: Python.script("say_words.sh")
            )
        }

        /// Runs the recipe's script, its variables put in.
        func start() async throws -> [String] {
            let file = Project.root.appendingPathComponent("recipes/io.marram.edge.json")
            let recipe = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
            let manifest = try #require((recipe["Manifests"] as? [[String: Any]])?.first)
            let lifecycle = try #require(manifest["Lifecycle"] as? [String: Any])
            #expect((lifecycle["Setenv"] as? [String: String])?["CONFIGURATION"] == "{configuration:/marram}")
            let script = try #require((lifecycle["run"] as? [String: Any])?["Script"] as? String)
                .replacing("{work:path}", with: work)
                .replacing("{artifacts:path}", with: artifacts)
                .replacing("{artifacts:decompressedPath}", with: unpacked)
            #expect(!script.contains("{"))
            let result = try await Command(
                ["sh", "-c", script],
                environment: ["CONFIGURATION": #"{"a":"it's $HOME"}"#, "AWS_IOT_THING_NAME": "dune", "MARRAM_DATA": ""]
            ).run()
            #expect(result.code == 0, "\(result.errors)")
            return result.output.split(separator: "\n").map(String.init)
        }

        var expected: [String] {
            ["run", "--configuration", #"{"a":"it's $HOME"}"#, "dune", work + "/data"]
        }
    }

    @Test("start from the folder into which the nucleus has unpacked the archive")
    func unpacked() async throws {
        let device = try await Device()
        try FileManager.default.moveItem(atPath: device.folder.path + "/app", toPath: device.unpacked + "/app")
        #expect(try await device.start() == device.expected)
        let link = try FileManager.default.destinationOfSymbolicLink(atPath: device.work + "/models/press")
        #expect(link == "../../io.marram.model.press/press")
    }

    @Test("start where the nucleus leaves the archive as it is, again and again")
    func packed() async throws {
        let device = try await Device()
        let zip = """
            import os, sys, zipfile
            with zipfile.ZipFile(sys.argv[2], "w") as archive:
                for name in ("start.sh", "bin/marram"):
                    archive.write(os.path.join(sys.argv[1], name), name)
            """
        let made = try await Command(
            [Python.path(), "-c", zip, device.folder.path + "/app", device.artifacts + "/app.zip"]
        ).run()
        try #require(made.code == 0, "\(made.errors)")
        for _ in 0..<2 { #expect(try await device.start() == device.expected) }
    }
}
