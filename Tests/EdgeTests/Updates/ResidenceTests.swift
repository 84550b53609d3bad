import Cryptography
import Foundation
import MQTT
import Models
import Storage
import Support
import Testing

@testable import Edge

@Suite("What serves at the start")
struct ResidenceTests {
    private let device = Device()

    @Test(
        "[update-53] a first bundle is probed, confirmed and served from the store; the next start does none of it again"
    )
    func first() throws {
        try device.put("mlp")
        let stamp: Date?
        do {
            let start = try device.start()
            #expect(start.version == "3", "\(start.reason)")
            #expect(start.served.hasPrefix(device.data + "/models/press/store/"))
            #expect(start.record.generation == 1 && start.record.active?.isSigned == false)
            #expect(start.settled.offers.isEmpty && device.prober.count.withLock { $0 } == 1)
            #expect(try start.database.untoldHistory(limit: 9).map(\.what) == ["activated", "confirmed"])
            stamp = try modified(start.served)
        }
        let start = try device.start(wasClean: false)
        #expect(start.version == "3" && start.settled.offers.isEmpty)
        #expect(device.prober.count.withLock { $0 } == 1)
        #expect(try modified(start.served) == stamp && start.record.generation == 1)
    }

    private func modified(_ path: String) throws -> Date? {
        try FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }

    @Test("[update-54] a changed folder is offered, while the confirmed bundle serves; a removed one changes nothing")
    func changed() throws {
        try device.put("mlp")
        let first = try device.start().record.active?.bundle
        try device.put("int64")
        do {
            let start = try device.start()
            #expect(start.record.active?.bundle == first && start.version == "3")
            let offer = try #require(start.settled.offers.first)
            #expect(
                offer.place == .configured(device.model) && BundleID(offer.job) != nil
                    && offer.job != first?.description
            )
            #expect(offer.strategy.shadow == .zero)
        }
        try FileManager.default.removeItem(atPath: device.model)
        let start = try device.start()
        #expect(start.version == "3" && start.settled.offers.isEmpty)
        #expect(device.log.lines(containing: "cannot be read").count == 1)
    }

    @Test("[update-55] a folder that was installed once is not offered again when newer bundles came over the network")
    func notAgain() throws {
        try device.put("mlp")
        var record = try device.start().record
        let configured = try #require(record.active)
        try device.put("int64")
        record.active = try other(device.start())
        #expect(record.configured == configured.bundle)
        try device.put("mlp")
        do {
            let start = try device.start()
            try start.database.save(record.row)
        }
        let start = try device.start()
        #expect(start.record.active?.bundle != configured.bundle && start.record.previous == nil)
        #expect(start.settled.offers.isEmpty)
    }

    /// A bundle that is in the store beside the active one.
    private func other(_ start: Device.Start) throws -> ModelRecord.Resident {
        let active = start.record.active?.bundle
        let press = Name(fitting: "press")
        let found = try #require(try start.work.contents(of: press).first { $0.bundle != active })
        return ModelRecord.Resident(
            bundle: found.bundle,
            version: found.version,
            securityVersion: found.securityVersion,
            isSigned: false,
            source: nil,
            since: 0
        )
    }

    @Test("[update-56] C17: where the active bundle is damaged the previous one serves, and the database says so")
    func damaged() throws {
        try device.put("mlp")
        var record = try device.start().record
        let previous = try #require(record.active)
        try device.put("int64")
        do {
            let start = try device.start()
            record.previous = previous
            record.active = try other(start)
            record.active?.source = "https://models.example/2/manifest.json"
            record.configured = record.active?.bundle
            try start.database.save(record.row)
            let damaged = try #require(record.active?.bundle)
            try device.damage(start.work.store.folder(damaged, model: "press"))
        }
        let start = try device.start()
        #expect(start.version == "3" && start.record.active?.bundle == previous.bundle)
        #expect(try start.database.models().first?.active?.bundle == previous.bundle.digest.bytes)
        #expect(try start.database.untoldHistory(limit: 1).map(\.what) == ["corrupt"])
        #expect(
            start.settled.offers.map(\.place).first
                == .url(
                    "https://models.example/2/manifest.json",
                    sha256: record.active?.bundle.digest.bytes
                )
        )
    }

    @Test("[update-57] C17: without a previous bundle the configuration's is installed again, at once")
    func damagedAlone() throws {
        try device.put("mlp")
        do {
            let start = try device.start()
            try device.damage(start.served)
        }
        let start = try device.start()
        #expect(start.version == "3" && start.record.generation == 3, "\(start.reason)")
        #expect(device.prober.count.withLock { $0 } == 2)
    }

    @Test("[update-58] C18: where nothing can be used the model is refused with the reason, and the process goes on")
    func nothing() throws {
        var start: Device.Start? = try device.start()
        #expect(start?.version == nil && start?.reason.contains(device.model) == true)
        start = nil
        try device.put("mlp")
        device.prober.failure.withLock { $0 = UpdateError(.probeFailed, "golden-0 differs") }
        start = try device.start()
        #expect(start?.reason == "golden-0 differs" && start?.record.active == nil)
        start = nil
        device.prober.failure.withLock { $0 = nil }
        start = try device.start()
        #expect(start?.reason.contains("rejected before") == true, "I4: \(start?.reason ?? "")")
        #expect(device.prober.count.withLock { $0 } == 1)
    }

    @Test("[update-59] a lost database is made anew from the bundles of the store")
    func lost() throws {
        try device.put("mlp")
        let bundle = try device.start().record.active?.bundle
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: device.data + "/state.db" + suffix)
        }
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: device.data + "/state.db"))
        let start = try device.start()
        #expect(start.version == "3" && start.record.active?.bundle == bundle)
        #expect(device.prober.count.withLock { $0 } == 1)
        #expect(try start.database.untoldHistory(limit: 9).map(\.what) == ["corrupt"])
    }

    /// Two bundles in the store, of which one was confirmed; the database says so, and is lost.
    private func loseDatabase(floor: Int, isRemoved: Bool) throws -> (confirmed: BundleID, newer: BundleID) {
        try device.put("mlp")
        let confirmed: BundleID
        let newer: BundleID
        do {
            let start = try device.start()
            confirmed = try #require(start.record.active?.bundle)
            var record = start.record
            record.floor = floor
            record.rejected = [ModelRecord.Rejection(bundle: FakeWork.id(9), code: .errorRate, at: 1)]
            try start.database.save(record.row)
            start.work.keep(record)
        }
        try device.put("int64")
        newer = try other(device.start()).bundle
        try device.put("mlp")
        for suffix in ["-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: device.data + "/state.db" + suffix)
        }
        let path = device.data + "/state.db"
        if isRemoved {
            try FileManager.default.removeItem(atPath: path)
        } else {
            try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: path))
        }
        return (confirmed, newer)
    }

    @Test(
        "[update-59] [update-63] a lost database comes back with its floor, its rejections and what was confirmed",
        arguments: [0, 5],
        [true, false]
    )
    func recalled(floor: Int, isRemoved: Bool) throws {
        let (confirmed, newer) = try loseDatabase(floor: floor, isRemoved: isRemoved)
        let start = try device.start()
        #expect(start.record.floor == floor && start.record.rejects(FakeWork.id(9)), "I5, I4")
        #expect(start.record.configured == confirmed && newer != confirmed)
        // The manifests say 0.
        #expect(start.record.active?.bundle == (floor == 0 ? confirmed : nil))
        #expect(device.prober.count.withLock { $0 } == 1)
    }

    @Test("[update-63] a bundle of the store that nobody has confirmed is probed before it takes an active one's place")
    func unconfirmed() throws {
        try device.put("mlp")
        let confirmed = try #require(try device.start().record.active?.bundle)
        try device.put("int64")
        let newer = try other(device.start()).bundle
        try FileManager.default.removeItem(atPath: device.data + "/models/press/standing.json")
        for suffix in ["", "-wal", "-shm"] {
            try? FileManager.default.removeItem(atPath: device.data + "/state.db" + suffix)
        }
        try Data(repeating: 7, count: 9000).write(to: URL(fileURLWithPath: device.data + "/state.db"))
        let before = device.prober.count.withLock { $0 }
        let start = try device.start()
        #expect(start.record.active?.bundle == newer && newer != confirmed)
        #expect(device.prober.count.withLock { $0 } == before + 1)
    }

    @Test(
        "[update-64] C18: an active bundle that ends the process while it is loaded is given up; the previous one serves"
    )
    func loadCrashes() throws {
        try device.put("mlp")
        var record = try device.start().record
        let previous = try #require(record.active)
        try device.put("int64")
        do {
            let start = try device.start()
            record.previous = previous
            record.active = try other(start)
            try start.database.save(record.row)
        }
        let active = try #require(record.active?.bundle)
        // The process begins a load, and is gone.
        for _ in 1...Residence.mostLoads {
            let database = try StateDatabase(directory: device.data)
            _ = try database.beginLoad(of: active.digest.bytes, model: "press")
        }
        let start = try device.start(wasClean: false)
        #expect(start.version == "3" && start.record.active?.bundle == previous.bundle, "\(start.reason)")
        #expect(start.record.rejects(active) && start.settled.offers.isEmpty, "I4")
        #expect(try start.database.untoldHistory(limit: 1).map(\.code) == ["probe_crash"])
    }

    @Test("[update-64] C18: the only bundle is given up, too, and is not installed again: the process goes on without")
    func onlyLoadCrashes() throws {
        try device.put("mlp")
        let active = try #require(try device.start().record.active?.bundle)
        for starts in 0..<Residence.mostLoads {
            let database = try StateDatabase(directory: device.data)
            #expect(try database.beginLoad(of: active.digest.bytes, model: "press") == starts)
        }
        for _ in 1...2 {
            let start = try device.start(wasClean: false)
            #expect(start.version == nil && start.record.active == nil && start.reason.contains("rejected before"))
        }
        #expect(device.prober.count.withLock { $0 } == 1)
    }

    @Test("[update-64] loads that ended are not counted, nor is one before an orderly end")
    func loadsEnd() throws {
        try device.put("mlp")
        let active = try #require(try device.start().record.active?.bundle)
        for _ in 0...Residence.mostLoads {
            #expect(try device.start(wasClean: false).version == "3")
        }
        for _ in 0...Residence.mostLoads {
            let database = try StateDatabase(directory: device.data)
            _ = try database.beginLoad(of: active.digest.bytes, model: "press")
        }
        #expect(try device.start(wasClean: true).version == "3")
        #expect(try device.start(wasClean: false).version == "3")
    }

    @Test(
        "[update-66] C17: only what is known to be damaged stops being active; what cannot be read now may be at the next start",
        arguments: [(UpdateCode.digestMismatch, UInt8(1)), (.badPath, 1), (.internal, 2), (.readOnly, 2)]
    )
    func unreadable(code: UpdateCode, active: UInt8) throws {
        let work = FakeWork()
        work.set { $0.unloadable = [FakeWork.id(2): UpdateError(code, "as the test wants")] }
        let database = try StateDatabase(directory: device.data)
        var record = ModelRecord(name: "press")
        record.active = Self.resident(2)
        record.previous = Self.resident(1)
        try database.save(record.row)
        let json = #"{"data_dir": "\#(device.data)", "models": [{"name": "press", "path": "\#(device.model)"}]}"#
        let settled = try Residence(
            settings: Settings.load(from: ConfigurationSources(configuration: json, environment: [:])).settings,
            work: work,
            ledger: UpdateLedger(database: database, faults: .none, giveUpReserve: { false }, newID: { "e" }),
            policy: UpdatePolicy(),
            clock: .system(),
            wasClean: true,
            loss: nil,
            logger: device.log.logger
        ).settle()
        #expect(settled.models.map(\.version) == [FakeWork.id(1).short])
        #expect(settled.courses[0].record.active?.bundle == FakeWork.id(active))
    }

    private static func resident(_ number: UInt8) -> ModelRecord.Resident {
        ModelRecord.Resident(
            bundle: FakeWork.id(number),
            version: "\(number)",
            securityVersion: 0,
            isSigned: true,
            source: nil,
            since: 0
        )
    }

    @Test("[update-68] [store-45] room is made of the reserve first, then of what was fetched")
    func roomForNotes() throws {
        try device.put("mlp")
        let work = try device.start().work
        let staging = try work.store.staging(model: "press", job: "half-way")
        try FileManager.default.createDirectory(atPath: staging.path, withIntermediateDirectories: true)
        try Data(count: 5000).write(to: URL(fileURLWithPath: staging.path + "/model.onnx.part"))
        #expect(work.giveUpReserve())
        #expect(FileManager.default.fileExists(atPath: staging.path))
        #expect(work.giveUpReserve())
        #expect(!FileManager.default.fileExists(atPath: staging.path))
        #expect(!work.giveUpReserve())
    }

    @Test("[update-60] a configured bundle needs a signature, unless unsigned ones are allowed")
    func unsigned() throws {
        try device.put("mlp")
        let stored = try device.start().served
        try FileManager.default.removeItem(atPath: device.model)
        try FileManager.default.copyItem(atPath: stored, toPath: device.model)
        try FileManager.default.removeItem(atPath: device.data)
        var start: Device.Start? = try device.start()
        #expect(start?.version == nil && start?.reason.isEmpty == false)
        start = nil
        start = try device.start(["allow_unsigned": true])
        #expect(start?.version == "3", "\(start?.reason ?? "")")
    }

    @Test("[update-61] a first bundle that ended the process twice while it was loaded is given up")
    func crashes() throws {
        try device.put("mlp")
        var record = try device.start().record
        let active = try #require(record.active)
        let target = UpdateTarget(bundle: active.bundle, version: active.version)
        record.active = nil
        record.candidate = UpdateCandidate(
            job: UpdateJob(id: active.bundle.description, place: .configured(device.model)),
            phase: .debut(target, starts: 2)
        )
        do {
            let start = try device.start()
            try start.database.save(record.row)
        }
        let start = try device.start(wasClean: false)
        #expect(start.version == nil && start.record.rejects(active.bundle), "\(start.reason)")
    }
}
