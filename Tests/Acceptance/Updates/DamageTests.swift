import Foundation
import Models
import Support
import Testing

/// Rows of the table that are no point on an update's way: a disk that is full, files that are damaged, rubbish.
@Suite("What a disk does to updates")
struct DamageTests {
    @Test("C15: a cut between the renaming and the removal of what goes leaves nothing behind: [store-34], [store-35]")
    func collection() async throws {
        let node = try await CrashingNode(["keep": 2])
        try node.start(fault: "C15")
        try await node.waitForStatus()
        try await node.install(2, job: "second")
        #expect(try await node.waitForEnd(of: "second").status == "SUCCEEDED")
        try await node.install(3, job: "third")
        try await node.waitForCut()
        #expect(node.names("store").contains { $0.hasPrefix(".trash-") })
        try node.start()
        try await node.waitForStatus()
        try await node.checkAnswer()
        #expect(try await node.waitForEnd(of: "third").status == "SUCCEEDED")
        try await node.checkRest(active: 3)
        #expect(Said(node.words.output).state?.previous?.version == "2")
    }

    @Test(
        "C16: a disk that fills up during a download ends the job with no_space, and a start serves: [store-43], [store-45], [update-68]",
        .enabled(if: geteuid() == 0, "a small disk is mounted, which root may")
    )
    func fullDisk() async throws {
        let node = try await CrashingNode { folder in
            let data = folder.path + "/data"
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            let mount = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", data]
            guard try await Command(mount).run().code == 0 else { throw SupportError("no disk can be mounted") }
        }
        let data = node.folder.path + "/data"
        try await withUnmounting(data) {
            // Ended in order or cut: a start needs room that the reserve has.
            try node.start()
            try await node.waitForStatus()
            try await node.stop()
            try SmallDisk.fill(data + "/filler")
            try node.start()
            // What cannot be sent cannot be kept either.
            try await node.waitForStatus("degraded")
            #expect(try await node.ask().version == 1)
            try await node.kill()
            try SmallDisk.empty(data + "/filler")
            try node.start(fault: "C4:2")
            try await node.waitForStatus()
            try await node.install(2, job: "update")
            try await node.waitForCut()
            try SmallDisk.fill(data + "/filler")
            // The first time it dies when it finds the disk full, the second time it does not.
            try node.start(fault: "C16")
            try await node.waitForCut()
            // What the reserve has left is gone, too: there is nothing but what was downloaded.
            try SmallDisk.fill(data + "/rest")
            try node.start()
            try await node.waitForStatus()
            let end = try await node.waitForEnd(of: "update")
            #expect(end.status == "FAILED" && end.code == "no_space", "\(end)")
            #expect(try await node.ask().version == 1)
            try SmallDisk.empty(data + "/filler")
            try FileManager.default.removeItem(atPath: data + "/rest")
            try await node.install(2, job: "again")
            let again = try await node.waitForEnd(of: "again")
            try #require(again.status == "SUCCEEDED", "\(again) \(node.log.suffix(3000))")
            try await node.checkRest(active: 2)
        }
    }

    private func withUnmounting(_ path: String, _ body: () async throws -> Void) async throws {
        let result: Result<Void, any Error>
        do {
            try await body()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        _ = try await Command(["umount", "-l", path]).run()
        try result.get()
    }

    @Test(
        "C17: where the active model is damaged the previous one serves, and it is fetched again: [update-33], [update-56]"
    )
    func damagedActive() async throws {
        let node = try await CrashingNode(["trial": "1s"])
        try await installSecond(node)
        try damage(2, node)
        try node.start(fault: "C2")
        // It dies again as soon as the repair is written down: who answers until then is the next start's matter.
        try await node.waitForCut()
        try node.start(fault: "C8")
        try await node.waitForCut()
        try node.start()
        try await node.waitForStatus()
        try await node.checkAnswer()
        try await node.words.waitForOutput("the event") { !Said($0).events("corrupt").isEmpty }
        let job = "repair-" + node.versions.bundles[1].short
        #expect(try await node.waitForEnd(of: job).status == "SUCCEEDED")
        try await node.checkRest(active: 2)
    }

    @Test("C17: without a place to fetch it from the previous one stays", arguments: Damage.allCases)
    func damagedForGood(damage: Damage) async throws {
        let node = try await CrashingNode()
        try await installSecond(node, isGone: true)
        try self.damage(2, node, damage)
        try node.start()
        try await node.waitForStatus()
        #expect(try await node.ask().version == 1)
        let event = try await node.words.event("corrupt")
        #expect(event.data.version == "2")
        try await node.checkRest(active: 1)
    }

    @Test("C18: where nothing can be used the process stays, says so, and an install mends it: [update-58]")
    func nothingLeft() async throws {
        let node = try await CrashingNode(model: "/nowhere/press")
        try await installSecond(node, isGone: true)
        try damage(1, node)
        try damage(2, node)
        for _ in 0..<2 {
            try node.start()
            try await node.waitForStatus("degraded")
            await #expect(throws: SupportError.self) { try await node.ask() }
            try await node.stop()
        }
        try node.start()
        try await node.waitForStatus("degraded")
        try await node.install(3, job: "mend")
        #expect(try await node.waitForEnd(of: "mend").status == "SUCCEEDED")
        try await node.waitForStatus("online")
        #expect(try await node.ask().version == 3)
        try await node.checkRest(active: 3)
    }

    /// Makes the second version the active one, from a place that may be gone afterwards.
    private func installSecond(_ node: CrashingNode, isGone: Bool = false) async throws {
        let path = isGone ? node.folder.path + "/second" : node.versions.path(of: 2)
        if isGone { try FileManager.default.copyItem(atPath: node.versions.path(of: 2), toPath: path) }
        try node.start()
        try await node.waitForStatus()
        try await node.install(2, job: "second", from: path)
        #expect(try await node.waitForEnd(of: "second").status == "SUCCEEDED")
        #expect(try await node.ask().version == 2)
        try await node.stop()
        if isGone { try FileManager.default.removeItem(atPath: path) }
    }

    /// What bad flash, or a hand, does to a stored bundle.
    enum Damage: CaseIterable {
        case bit, emptyModel, noModel, noManifest, noFolder
    }

    private func damage(_ version: Int, _ node: CrashingNode, _ damage: Damage = .bit) throws {
        let bundle = node.versions.bundles[version - 1].short
        let folder = URL(filePath: node.folder.path + "/data/models/press/store/\(bundle)")
        let model = folder.appending(path: "model.onnx")
        switch damage {
        case .bit:
            var bytes = try Data(contentsOf: model)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: model)
        case .emptyModel: try Data().write(to: model)
        case .noModel: try FileManager.default.removeItem(at: model)
        case .noManifest: try FileManager.default.removeItem(at: folder.appending(path: "manifest.json"))
        case .noFolder: try FileManager.default.removeItem(at: folder)
        }
    }
}

extension Running {
    /// Waits for an event of models of a kind.
    fileprivate func event(_ kind: String) async throws -> Event {
        try await waitForOutput("an event \(kind)") { !Said($0).events(kind).isEmpty }
        let first = Said(output).events(kind).first
        return try #require(first)
    }
}
