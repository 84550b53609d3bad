import Foundation
import Models
import MQTT
import Support
import Testing

@Suite("Space in the store")
struct StoreSpaceTests {
    private func admitted(_ scene: FetchScene, _ version: String) throws -> BundleID {
        let bundle = try PressBundle(weights: 100_000) { $0.version = version }
        let staging = try scene.staging(version)
        try bundle.write(to: staging.path)
        return try scene.store.admit(staging, bundle.id).id
    }

    private func disk(_ free: Int64) -> DiskSpace { DiskSpace { _ in free } }

    @Test(
        "is twice the bundle and the reserve on the disk [store-40]",
        arguments: [(2_064_999, false), (2_065_000, true)]
    )
    func disk(_ free: Int64, _ isEnough: Bool) throws {
        let scene = try FetchScene(limits: StoreLimits(reserve: 65_000), disk: disk(free))
        do {
            try scene.store.checkSpace(1_000_000) { _ in [] }
            #expect(isEnough)
        } catch {
            #expect(error.code == .noSpace)
            #expect(!isEnough)
        }
    }

    @Test("counts what is in the staging already")
    func held() throws {
        let scene = try FetchScene(limits: StoreLimits(reserve: 0), disk: disk(1_200_000))
        try scene.store.checkSpace(1_000_000, held: 800_000) { _ in [] }
    }

    @Test("is bounded by the quota over all models, and made by removing what nobody needs [store-41]")
    func quota() throws {
        let scene = try FetchScene(limits: StoreLimits(quota: 400_000, keep: 9))
        let ids = try ["1", "2", "3"].map { try admitted(scene, $0) }
        try scene.store.checkSpace(50_000) { _ in [] }
        #expect(try scene.store.contents("press").count == 3, "there was room")
        try scene.store.checkSpace(250_000) { $0 == "press" ? [ids[1]] : [] }
        #expect(try scene.store.contents("press").map(\.id) == [ids[1]])
        #expect { try scene.store.checkSpace(350_000) { _ in [ids[1]] } } throws: {
            ($0 as? UpdateError)?.code == .noSpace
        }
        #expect(scene.store.has(ids[1], model: "press"))
    }

    @Test("is kept in reserve by a file with blocks of its own, given up and taken back [store-42]")
    func reserve() throws {
        let scene = try FetchScene()
        try scene.store.takeReserveBack()
        var found = stat()
        #expect(unsafe stat(scene.folder.path + "/data/reserve", &found) == 0)
        #expect(found.st_size == 65_536)
        #expect(Int(found.st_blocks) * 512 >= 65_536)
        #expect(scene.store.giveUpReserve())
        #expect(!scene.store.giveUpReserve())
        try scene.store.takeReserveBack()
        #expect(scene.store.giveUpReserve())
    }

    @Test("without a reserve is made by giving up what was fetched, but not what is being fetched [store-45]")
    func downloads() throws {
        let scene = try FetchScene()
        for job in ["left", "fetching"] {
            let staging = try scene.store.staging(model: "press", job: job)
            try FileManager.default.createDirectory(atPath: staging.path, withIntermediateDirectories: true)
            try Data(count: 5000).write(to: URL(fileURLWithPath: staging.path + "/model.onnx.part"))
        }
        #expect(scene.store.giveUpDownloads(except: ["press": ["fetching"]]))
        let left = try FileManager.default.contentsOfDirectory(atPath: scene.folder.path + "/data/models/press/staging")
        #expect(left == ["fetching"])
        #expect(!scene.store.giveUpDownloads(except: ["press": ["fetching"]]), "there is none left")
        #expect(scene.store.giveUpDownloads())
    }

    /// A file system of so many bytes; nil where this user may not mount one.
    private func smallDisk(_ path: String, size: String, options: String = "") async throws -> Bool {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        guard geteuid() == 0 else { return false }
        return try await Command(["mount", "-t", "tmpfs", "-o", "size=\(size)\(options)", "tmpfs", path]).run().code
            == 0
    }

    @Test(
        "that runs out ends a fetch with no_space and leaves nothing of it; the reserve is room enough to note it [store-43]"
    )
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/small"
        guard try await smallDisk(data, size: "1m") else { return }
        let passed = Guarded<[String]>([])
        let result = Result {
            let bundle = try PressBundle(weights: 3_000_000)
            let server = try bundle.server()
            let store = ModelStore(dataDirectory: data)
            try store.cleanAtStart()
            let order = FetchOrder(
                location: try SourceLocation(server.url("/press/manifest.json")),
                trust: bundle.trust
            )
            let fetch = BundleFetch(
                order,
                into: try store.staging(model: "press", job: "j"),
                access: SourceAccess(options: SourceOptions()),
                faults: FaultPoints { name in passed.withLock { $0.append(name) } }
            )
            let id = try fetch.manifest().id
            #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == .noSpace }
            #expect(!FileManager.default.fileExists(atPath: data + "/models/press/staging/j"))
            #expect(throws: UpdateError.self) { try store.checkSpace(3_000_000) { _ in [] } }
            try SmallDisk.fill(data + "/filler")
            #expect(store.giveUpReserve())
            try Data(count: 40_000).write(to: URL(fileURLWithPath: data + "/note"))
            try SmallDisk.fill(data + "/rest")
            #expect { try store.takeReserveBack() } throws: { ($0 as? UpdateError)?.code == .noSpace }
            #expect(!FileManager.default.fileExists(atPath: data + "/reserve"))
        }
        _ = try await Command(["umount", data]).run()
        try result.get()
        #expect(passed.withLock { $0.last } == "C16")
    }

    @Test("that may not be written is read_only [store-44]")
    func readOnly() async throws {
        let folder = try TemporaryFolder()
        let data = folder.path + "/locked"
        guard try await smallDisk(data, size: "1m", options: ",ro") else { return }
        let store = ModelStore(dataDirectory: data)
        let result = Result { try store.staging(model: "press", job: "j") }
        _ = try await Command(["umount", data]).run()
        #expect { try result.get() } throws: { ($0 as? UpdateError)?.code == .readOnly }
    }
}
