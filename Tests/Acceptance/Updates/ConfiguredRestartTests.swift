import Foundation
import Support
import Testing

/// Models that the configuration names, as a component of Greengrass does with its artifact, over restarts.
@Suite("A configured model and what came over the air")
struct ConfiguredRestartTests {
    private let bundles: PressBundles
    private let folder: TemporaryFolder

    init() async throws {
        bundles = try await PressBundles.get()
        folder = try TemporaryFolder()
    }

    /// Puts a copy of a folder or file where the configuration looks.
    private func place(_ source: String, at name: String) throws {
        let target = folder.path + "/" + name
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(atPath: source, toPath: target)
    }

    @Test("a newer bundle in the folder is tried at the next start, and what came over the air outlives it")
    func artifact() async throws {
        try place(bundles.folder(1), at: "press")
        let node = try await PressNode(folder.path + "/press")
        #expect(try await node.serves("1"))
        try await node.restart { try place(bundles.folder(2), at: "press") }
        try await node.jobs.waitForOutput("version 2 is confirmed") {
            $0.split(separator: "\n").contains { $0.contains("SUCCEEDED") && $0.contains("\"version\":\"2\"") }
        }
        #expect(try await node.serves("2"))

        try await node.set("over-the-air", "file://\(bundles.folder(3))/manifest.json")
        try await node.wait("over-the-air", "SUCCEEDED", phase: "CONFIRMED")
        try await node.restart()
        #expect(try await node.serves("3"))

        let back = try await node.models("rollback press")
        #expect(back.code == 0, "\(back.errors)")
        #expect(try await node.serves("2"))
        try await node.restart()
        #expect(try await node.serves("2"))
        try await node.restart { try place(bundles.folder(3), at: "press") }
        #expect(try await node.serves("2"))
        let list = try await node.models("list")
        #expect(list.output.contains("active     version 2") && list.output.contains("rejected"), "\(list.output)")
        try await node.stop()
    }

    @Test("an archive is taken as a folder is")
    func archive() async throws {
        try place(bundles.path + "/1.tar", at: "press.tar")
        let node = try await PressNode(folder.path + "/press.tar")
        #expect(try await node.serves("1"))
        try await node.restart { try place(bundles.path + "/4.tar", at: "press.tar") }
        try await node.jobs.waitForOutput("version 4 is confirmed") {
            $0.split(separator: "\n").contains { $0.contains("SUCCEEDED") && $0.contains("\"version\":\"4\"") }
        }
        #expect(try await node.serves("4"))
        try await node.stop()
    }

    @Test("a folder without a manifest that was changed is on trial from the next start, and serves at once")
    func bare() async throws {
        try place(bundles.bare, at: "press")
        let node = try await PressNode(folder.path + "/press", updates: ["trial": "1h"])
        let first = try await node.version()
        try await node.restart {
            let path = URL(fileURLWithPath: folder.path + "/press/report.md")
            try Data("Another report.\n".utf8).write(to: path)
        }
        try await node.jobs.waitForOutput("a trial") { $0.contains("\"phase\":\"TRIAL\"") }
        #expect(try await node.version() == first)
        let list = try await node.models("list")
        #expect(list.output.contains("TRIAL"), "\(list.output)")
        let confirmed = try await node.models("confirm press")
        #expect(confirmed.code == 0, "\(confirmed.errors)")
        let after = try await node.models("list").output
        #expect(!after.contains("TRIAL") && after.contains("previous"), "\(after)")
        try await node.stop()
    }
}
