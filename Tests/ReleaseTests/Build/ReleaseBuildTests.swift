import Archive
import Cryptography
import Foundation
import Release
import Support
import Testing
import Transfer

@Suite("Building a release")
struct ReleaseBuildTests {
    private static func custom(_ script: String) -> String {
        "{build_system: custom, custom_build_command: [sh, -c, '\(script)']}"
    }

    private static func made(_ script: String) throws -> BuildWorld {
        try BuildWorld([("app", custom(script), ["app.bin"])])
    }

    @Test("zips a root, and writes digest and size into release.json [build-30] [build-36]")
    func zip() throws {
        let world = try BuildWorld(
            [("app", "{build_system: zip, excludes: [\"*.log\"]}", ["app.zip"])],
            files: ["a": "a", ".h": "h", "x.log": "x", "recipe.json": "r", "build/b": "b"]
        )
        let artifact = try #require(world.run().components.first?.artifacts.first)
        let path = world.path("build/artifacts/com.example.app/1.0.0/app.zip")
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(artifact.sha256 == SHA256Digest(of: Array(bytes)).hexadecimal)
        #expect(artifact.byteCount == bytes.count)
        #expect(try world.build.release().components.first?.artifacts == [artifact])
        try ZipReader(path).unpack(to: world.path("out"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: world.path("out")).sorted() == [".h", "a"])
    }

    @Test("does not build again what is built, and builds again what is gone or changed [build-37]")
    func resumed() throws {
        let world = try Self.made("echo x >> ../count; cp a.txt $GG_ARTIFACTS_DIR/app.bin")
        _ = try world.run()
        _ = try world.run()
        #expect(try String(contentsOfFile: world.path("count"), encoding: .utf8) == "x\n")
        try Data("other".utf8).write(
            to: URL(fileURLWithPath: world.path("build/artifacts/com.example.app/1.0.0/app.bin"))
        )
        _ = try world.run()
        #expect(try String(contentsOfFile: world.path("count"), encoding: .utf8) == "x\nx\n")
    }

    @Test("passes over what is unchanged [build-31]")
    func unchanged() throws {
        let world = try Self.made("exit 1")
        var release = try world.build.release()
        release.components[0].isUnchanged = true
        try world.build.write(release)
        #expect(try world.run() == release)
    }

    @Test("refuses sources that have changed since gg synth [build-32]")
    func changed() throws {
        let world = try BuildWorld([("app", "{build_system: zip}", ["app.zip"])])
        try Data("b".utf8).write(to: URL(fileURLWithPath: world.path("app/a.txt")))
        let error = try #require(throws: ReleaseError.self) { try world.run() }
        #expect(error.kind == .input)
        #expect(error.message.contains("run 'gg synth' again"))
        try world.synth()
        _ = try world.run()
    }

    @Test(
        "finds what a command makes in each of its places [build-34]",
        arguments: [
            "cp a.txt $GG_ARTIFACTS_DIR/app.bin", "cp a.txt app.bin",
            "d=greengrass-build/artifacts/$GG_COMPONENT_NAME/$GG_COMPONENT_VERSION; mkdir -p $d; cp a.txt $d/app.bin",
            "d=greengrass-build/artifacts/$GG_COMPONENT_NAME/NEXT_PATCH; mkdir -p $d; cp a.txt $d/app.bin",
        ]
    )
    func places(script: String) throws {
        let world = try Self.made(script)
        let artifact = try #require(world.run().components.first?.artifacts.first)
        #expect(artifact.byteCount == 1)
        #expect(
            try String(contentsOfFile: world.path("build/artifacts/com.example.app/1.0.0/app.bin"), encoding: .utf8)
                == "a"
        )
        // What a command leaves there is no source: the next build finds the same digest.
        _ = try world.run()
    }

    @Test(
        "tells why a command has made nothing [build-33] [build-34]",
        arguments: [
            ("echo broken part; exit 3", "exit code 3\n  broken part"), ("kill -9 $$$$", "SIGKILL"),
            ("true", "has not made app.bin"), (": > $GG_ARTIFACTS_DIR/app.bin", "has not made app.bin"),
            ("yes 012345678901234567890123456789", "more than 2 MiB"),
        ]
    )
    func failing(script: String, reason: String) throws {
        let world = try Self.made(script)
        let error = try #require(throws: ReleaseError.self) { try world.run() }
        #expect(error.kind == .command)
        #expect(error.message.contains(reason), "\(error.message)")
        #expect(try world.build.release().components.first?.artifacts.first?.sha256 == nil)
    }

    @Test("ends a command, and what it has started, when its time is up [build-33]")
    func hanging() throws {
        let world = try Self.made("sleep 1000 & echo $! > ../child; wait")
        let error = try #require(throws: ReleaseError.self) { try world.run(timeout: .seconds(3)) }
        #expect(error.kind == .timeout)
        let child = try String(contentsOfFile: world.path("child"), encoding: .utf8).dropLast()
        #expect(!FileManager.default.fileExists(atPath: "/proc/\(child)"))
    }

    @Test("shows a command's lines with the component's name [build-33]")
    func lines() throws {
        let world = try Self.made(
            "echo one; echo two >&2; echo $GG_COMPONENT_VERSION; cp a.txt $GG_ARTIFACTS_DIR/app.bin"
        )
        _ = try world.run()
        #expect(world.texts.prefix(3) == ["com.example.app: one", "com.example.app: two", "com.example.app: 1.0.0"])
    }

    @Test("builds components at once, and begins nothing after a failure [build-35]")
    func atOnce() throws {
        // Each waits for the other's file: one at a time, they would not end.
        let meet = Self.custom(
            "touch ../$GG_COMPONENT_NAME; for n in a b; do while ! test -e ../com.example.$n; do sleep 0.05; done; done; cp a.txt $GG_ARTIFACTS_DIR/x.bin"
        )
        let world = try BuildWorld([("a", meet, ["x.bin"]), ("b", meet, ["x.bin"])])
        #expect(try world.run(jobs: 2).components.allSatisfy { $0.artifacts.first?.sha256 != nil })
        let failing = try BuildWorld([
            ("a", Self.custom("exit 1"), ["x.bin"]), ("b", Self.custom("touch ../begun"), ["x.bin"]),
        ])
        #expect(throws: ReleaseError.self) { try failing.run(jobs: 1) }
        #expect(!FileManager.default.fileExists(atPath: failing.path("begun")))
    }

    @Test("takes files of the root as they are [build-30]")
    func files() throws {
        let world = try BuildWorld([("app", "{build_system: zip}", ["app.zip", "a.txt"])])
        let artifacts = try #require(world.run().components.first?.artifacts)
        #expect(artifacts.map(\.file) == ["app.zip", "a.txt"])
        #expect(artifacts[1].sha256 == SHA256Digest(of: Array("a".utf8)).hexadecimal)
    }
}
