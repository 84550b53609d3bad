import Foundation
import Models
import MQTT
import Support
import Testing

@Suite("The store")
struct ModelStoreTests {
    /// Puts a bundle into a staging as a fetch would.
    private func staged(_ scene: FetchScene, _ bundle: PressBundle, job: String = "job-1") throws -> Staging {
        let staging = try scene.staging(job)
        try bundle.write(to: staging.path)
        return staging
    }

    private func admitted(_ scene: FetchScene, _ version: String) throws -> BundleID {
        let bundle = try PressBundle(weights: 100_000) { $0.version = version }
        return try scene.store.admit(staged(scene, bundle, job: version), bundle.id).id
    }

    private func mode(_ path: String) throws -> Int {
        try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("takes a bundle in under its id, for this user alone [store-30]")
    func admit() throws {
        let scene = try FetchScene()
        let bundle = try PressBundle()
        let found = try scene.store.admit(staged(scene, bundle), bundle.id)
        #expect(found.folder == scene.folder.path + "/data/models/press/store/\(bundle.id.short)")
        #expect(scene.store.has(bundle.id, model: "press"))
        #expect(try scene.store.verify(bundle.id, model: "press", trust: bundle.trust).isSigned)
        #expect(try mode(found.folder) == 0o700)
        for name in scene.names(found.folder) { #expect(try mode(found.path(name)) == 0o600) }
        #expect(scene.names(scene.folder.path + "/data/models/press/staging") == [])
    }

    @Test("never has a part of a bundle: before the rename nothing, then all [store-31]")
    func points() throws {
        let bundle = try PressBundle()
        let seen = Guarded<[String]>([])
        let place = Guarded("")
        let faults = FaultPoints { name in
            let folder = place.withLock { $0 } + "/data/models/press"
            let count = try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/store/\(bundle.id.short)").count
            seen.withLock { $0.append("\(name) \(count ?? 0)") }
        }
        let scene = try FetchScene(faults: faults)
        place.withLock { $0 = scene.folder.path }
        _ = try scene.store.admit(staged(scene, bundle), bundle.id)
        #expect(seen.withLock { $0 } == ["C6 0", "C7a 0", "C7b \(bundle.files.count)"])
    }

    @Test(
        "refuses what is not what its manifest says, and removes it",
        arguments: ["changed", "more", "less", "another"]
    )
    func damaged(_ how: String) throws {
        let scene = try FetchScene()
        let bundle = try PressBundle()
        let staging = try staged(scene, bundle)
        let file = URL(fileURLWithPath: staging.path + "/weights.bin")
        switch how {
        case "changed": try Data(bundle.large.reversed()).write(to: file)
        case "more": try Data([1]).write(to: URL(fileURLWithPath: staging.path + "/extra"))
        case "less": try FileManager.default.removeItem(at: file)
        default: break
        }
        let id = how == "another" ? try PressBundle { $0.version = "9" }.id : bundle.id
        #expect(throws: UpdateError.self) { try scene.store.admit(staging, id) }
        #expect(!scene.store.has(bundle.id, model: "press"))
        #expect(!scene.exists(staging.path))
    }

    @Test("replaces a bundle that is damaged, and keeps one that is not [store-32]", arguments: [true, false])
    func again(_ isDamaged: Bool) throws {
        let scene = try FetchScene()
        let bundle = try PressBundle()
        let folder = try scene.store.admit(staged(scene, bundle), bundle.id).folder
        let file = URL(fileURLWithPath: folder + "/weights.bin")
        if isDamaged { try Data(bundle.large.reversed()).write(to: file) }
        #expect(scene.store.has(bundle.id, model: "press"), "only its manifest is looked at")
        let before = try FileManager.default.attributesOfItem(atPath: file.path)[.systemFileNumber] as? Int
        _ = try scene.store.admit(staged(scene, bundle), bundle.id)
        let after = try FileManager.default.attributesOfItem(atPath: file.path)[.systemFileNumber] as? Int
        #expect((before == after) == !isDamaged)
        #expect(throws: Never.self) { try scene.store.verify(bundle.id, model: "press", trust: nil) }
        #expect(scene.names(scene.folder.path + "/data/models/press/store") == [bundle.id.short])
    }

    @Test("finds damage when it reads a bundle back")
    func verify() throws {
        let scene = try FetchScene()
        let bundle = try PressBundle()
        let folder = try scene.store.admit(staged(scene, bundle), bundle.id).folder
        try Data(bundle.large.reversed()).write(to: URL(fileURLWithPath: folder + "/weights.bin"))
        #expect { try scene.store.verify(bundle.id, model: "press", trust: nil) } throws: {
            ($0 as? UpdateError)?.code == .digestMismatch
        }
    }

    @Test(
        "refuses names that are no folders of it",
        arguments: ["", ".", "..", "a/b", "a b", String(repeating: "a", count: 65)]
    )
    func names(_ name: String) throws {
        let scene = try FetchScene()
        #expect { try scene.store.staging(model: name, job: "j") } throws: { ($0 as? UpdateError)?.code == .badPath }
        #expect { try scene.store.staging(model: "m", job: name) } throws: { ($0 as? UpdateError)?.code == .badPath }
    }

    @Test("tells what it has, the last one first, and passes over what is broken")
    func contents() throws {
        let scene = try FetchScene()
        let ids = try ["1", "2", "3"].map { try admitted(scene, $0) }
        let store = scene.folder.path + "/data/models/press/store"
        try FileManager.default.createDirectory(atPath: store + "/0123456789abcdef", withIntermediateDirectories: false)
        let found = try scene.store.contents("press")
        #expect(Set(found.map(\.id)) == Set(ids))
        #expect(found.map(\.entered) == found.map(\.entered).sorted(by: >))
        #expect(try scene.store.models() == ["press"])
    }

    @Test("keeps what is needed, and the last ones up to a number [store-33]")
    func collect() throws {
        let scene = try FetchScene(limits: StoreLimits(keep: 2))
        let ids = try ["1", "2", "3", "4"].map { try admitted(scene, $0) }
        let newest = try #require(try scene.store.contents("press").map(\.id).first { $0 != ids[0] })
        let gone = try scene.store.collect("press", keep: [ids[0]])
        #expect(gone.count == 2)
        #expect(Set(try scene.store.contents("press").map(\.id)) == [ids[0], newest])
        #expect(try scene.store.collect("press", keep: Set(ids)) == [])
        let rejected = try scene.store.collect("press", keep: [ids[0]], without: Set(ids))
        #expect(rejected == [newest], "however much room there is")
    }

    @Test("takes a bundle's name away before it removes it [store-34]")
    func trash() throws {
        let seen = Guarded<[String]>([])
        let place = Guarded("")
        let faults = FaultPoints { name in
            guard name == "C15" else { return }
            let folder = place.withLock { $0 } + "/data/models/press/store"
            seen.withLock { $0 = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] }
        }
        let scene = try FetchScene(limits: StoreLimits(keep: 0), faults: faults)
        place.withLock { $0 = scene.folder.path }
        let id = try admitted(scene, "1")
        _ = try scene.store.collect("press", keep: [])
        #expect(seen.withLock { $0 } == [".trash-\(id.short)"])
        #expect(scene.names(scene.folder.path + "/data/models/press/store") == [])
    }

    @Test("is clean after a start: no trash, no downloads that nobody goes on with [store-35]")
    func cleanAtStart() throws {
        let scene = try FetchScene()
        let id = try admitted(scene, "1")
        let store = scene.folder.path + "/data/models/press/store"
        try FileManager.default.copyItem(atPath: store + "/\(id.short)", toPath: store + "/.trash-\(id.short)")
        _ = try scene.staging("mine")
        _ = try scene.staging("other")
        try scene.store.cleanAtStart(jobs: ["press": ["mine"]])
        #expect(scene.names(store) == [id.short])
        #expect(scene.names(scene.folder.path + "/data/models/press/staging") == ["mine"])
        #expect(scene.exists(scene.folder.path + "/data/reserve"))
    }
}
