import Foundation
import Models
import Support
import Testing

@Suite("Bundles on this machine [store-4]")
struct FileSourceTests {
    private func fetch(_ scene: FetchScene, _ bundle: PressBundle, _ path: String) throws -> BundleFetch {
        try scene.fetch(bundle, from: "file://\(path)")
    }

    @Test("are taken from a folder")
    func folder() throws {
        let bundle = try PressBundle()
        let scene = try FetchScene()
        try bundle.write(to: scene.folder.path + "/press")
        let fetch = try fetch(scene, bundle, scene.folder.path + "/press/manifest.json")
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
    }

    @Test("are refused where a file is a link, a folder or a pipe", arguments: ["link", "folder", "pipe"])
    func irregular(_ kind: String) throws {
        let bundle = try PressBundle()
        let scene = try FetchScene()
        let folder = scene.folder.path + "/press"
        try bundle.write(to: folder)
        let file = folder + "/weights.bin"
        try FileManager.default.moveItem(atPath: file, toPath: scene.folder.path + "/elsewhere")
        switch kind {
        case "link": try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: "../elsewhere")
        case "folder": try FileManager.default.createDirectory(atPath: file, withIntermediateDirectories: false)
        default: #expect(unsafe mkfifo(file, 0o600) == 0)
        }
        let fetch = try fetch(scene, bundle, folder + "/manifest.json")
        let id = try fetch.manifest().id
        #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == .badPath }
    }

    @Test("that are not there say so")
    func missing() throws {
        let bundle = try PressBundle()
        let scene = try FetchScene()
        let fetch = try fetch(scene, bundle, scene.folder.path + "/press/manifest.json")
        #expect { try fetch.manifest() } throws: { ($0 as? UpdateError)?.code == .downloadFailed }
    }
}
