import Anomaly
import Cryptography
import Foundation
import Logging
import MQTT
import Models
import Recipes
import Storage
import Telemetry

/// Trains on this device: rows of the binding from the disk, `marram train` in a child, and the bundle that comes of it is
/// offered to the update service, which probes and tries it like any other.
struct LocalRetraining: RetrainWay {
    /// What it needs of the node.
    struct Rooms: Sendable {
        let local: Settings.Retrain.Local
        let key: DeviceKey
        /// Bytes of the disk that are left alone.
        let reserve: Int64
        /// What rows of bindings are made of.
        let forms: [Name: RowForm]
        let database: StateDatabase
        let store: ModelStore
        var disk = DiskSpace.system
        let trainer: ChildTrainer
        var clock = WallClock.system
        /// Hands a bundle to the update service.
        let offer: @Sendable (InstallCommand) -> Void
        let logger: Logger
    }

    /// Time between two looks at what is waited for.
    private static let pause: UInt32 = 100_000
    /// How long the update service may take to write an offer down.
    private static let patience = Duration.seconds(60)

    /// The program ends.
    private struct Stopped: Error {}

    private let rooms: Rooms
    private let folder: RetrainingFolder
    /// True while somebody trains: one at a time on a node.
    private let isBusy = Guarded(false)

    init(_ rooms: Rooms) {
        self.rooms = rooms
        folder = RetrainingFolder(dataDirectory: rooms.store.dataDirectory)
    }

    /// The job that an order's model is offered by.
    static func job(_ order: String) -> String {
        if BundlePath.isName(order) { return order }
        return "drift__" + SHA256Digest(of: Array(order.utf8)).hexadecimal.prefix(32)
    }

    func carryOut(_ order: RetrainOrder, until stop: @escaping @Sendable () -> Bool, tell: (RetrainWord) -> Void) {
        let job = Self.job(order.id)
        do {
            if try isKnown(job, order) {
                return tell(RetrainWord(id: order.id, outcome: .completed, run: job))
            }
            // What cannot come to a good end is told before anything is computed.
            _ = try serving(order)
            _ = try rooms.key.signer()
            try waitInLine(until: stop)
            defer { isBusy.withLock { $0 = false } }
            try waitForUpdates(order, until: stop)
            try train(order, job, until: stop) {
                tell(RetrainWord(id: order.id, outcome: .accepted, run: job))
            }
            try hand(order, job, until: stop)
            tell(RetrainWord(id: order.id, outcome: .completed, run: job))
        } catch is Stopped {
        } catch is ChildTrainer.Stopped {
        } catch is RowExport.Stopped {
        } catch {
            rooms.logger.error(
                "a model could not be trained anew",
                metadata: ["model": "\(order.model)", "order": "\(order.id)", "reason": "\(error)"]
            )
            tell(RetrainWord(id: order.id, outcome: .failed(reason: "\(error)"), run: job))
        }
    }
}

extension LocalRetraining {
    // MARK: the training

    private func train(
        _ order: RetrainOrder,
        _ job: String,
        until stop: () -> Bool,
        begin: () -> Void
    ) throws {
        let model = try serving(order)
        let signer = try rooms.key.signer()
        try folder.beginWork()
        defer { clear() }
        let export = RowExport(archive: try archive(of: order), fields: model.baseline.fields.map(\.name))
        let source = "\(folder.work)/rows.csv"
        try write(order, model, export, to: source, until: stop)
        let version = model.nextVersion(at: TrainingTime.text(rooms.clock.now()))
        let words = TrainingWords(
            model: model,
            export: export,
            source: source,
            target: "\(folder.work)/\(order.model)",
            version: version,
            key: signer,
            others: rooms.local.arguments
        )
        let arguments = try words.all()
        begin()
        rooms.logger.info("training begins", metadata: ["model": "\(order.model)", "version": "\(version)"])
        try rooms.trainer.train(arguments, folder: folder.work, until: stop)
        try check(order, words.target)
        _ = try folder.keepOffer(job, of: order.model)
    }

    private func archive(of order: RetrainOrder) throws(EdgeError) -> RowArchive {
        guard let form = rooms.forms[order.binding] else {
            throw EdgeError("no rows of the binding '\(order.binding)' are kept; it is not served")
        }
        return RowArchive(folder: folder.rows(of: order.binding), form: form)
    }

    private func write(
        _ order: RetrainOrder,
        _ model: ServingModel,
        _ export: RowExport,
        to path: String,
        until stop: () -> Bool
    ) throws {
        let most = TrainingSize.mostRows(
            fields: export.fields.count,
            window: model.baseline.window.size,
            memory: rooms.local.memory
        )
        let choice = RowExport.Choice(window: order.window, expected: order.newRows, most: most)
        let needed = TrainingSize.bytes(rows: most, fields: export.fields.count, rooms.local.rows) + 2 * model.byteCount
        let free = try rooms.disk.free(at: rooms.store.dataDirectory)
        guard needed <= free - rooms.reserve else {
            throw EdgeError(
                "the disk of \(rooms.store.dataDirectory) has \(free) bytes free, training needs up to \(needed) and "
                    + "\(rooms.reserve) in reserve; free some, or lower retrain.local.rows"
            )
        }
        let outcome = try export.write(choice, to: path, until: stop)
        for complaint in outcome.complaints {
            rooms.logger.warning("kept rows are lost", metadata: ["reason": "\(complaint)"])
        }
        if outcome.isLatest {
            rooms.logger.warning("the clock was set; the latest rows are taken", metadata: ["rows": "\(outcome.rows)"])
        }
        let fewest = model.baseline.window.size + 1
        guard outcome.rows >= fewest else {
            throw EdgeError(
                "\(outcome.rows) rows of the binding '\(order.binding)' are kept, \(fewest) are needed at least; they are "
                    + "kept from the first start with retrain.mode local on, but not those of open anomalies"
            )
        }
        rooms.logger.info(
            "rows taken for a training",
            metadata: ["binding": "\(order.binding)", "rows": "\(outcome.rows)", "stretches": "\(outcome.stretches)"]
        )
    }

    /// Refuses what no update would take, before anything of it is kept.
    private func check(_ order: RetrainOrder, _ path: String) throws(EdgeError) {
        guard FileKind(at: "\(path)/\(BundlePath.manifest)") == .file else {
            throw EdgeError("no bundle came of the training; leave --out out of retrain.local.train")
        }
        let manifest: Manifest
        do throws(UpdateError) {
            manifest = try BundleFolder.verify(folder: path, trust: nil).manifest
        } catch {
            throw EdgeError("what came of the training cannot be used: \(error.message)")
        }
        let reference = Settings.ModelReference(name: order.model, path: path, origin: .source("training"))
        let digest = manifest.files.first { $0.path == BundlePath.model }?.sha256 ?? []
        guard let baseline = try BaselineFile.read(reference)?.anomaly,
            baseline.model.sha256 == SHA256Digest(bytes: digest)?.hexadecimal
        else { throw EdgeError("what came of the training has no baseline.json of its own; it is not offered") }
    }

    private func clear() {
        do throws(EdgeError) {
            try folder.endWork()
        } catch {
            rooms.logger.warning("what a training has left cannot be removed", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: the update service

    private func isKnown(_ job: String, _ order: RetrainOrder) throws(StorageError) -> Bool {
        try rooms.database.job(job, of: order.model.description) != nil
    }

    private func record(_ order: RetrainOrder) throws(StorageError) -> ModelRecord? {
        try rooms.database.models().first { $0.name == order.model.description }.map(ModelRecord.init)
    }

    /// The model that the order is about.
    private func serving(_ order: RetrainOrder) throws -> ServingModel {
        try ServingModel(order, record: record(order), store: rooms.store)
    }

    /// Waits until no update of the model is under way: an offer would take its place.
    private func waitForUpdates(_ order: RetrainOrder, until stop: () -> Bool) throws {
        let isFree = try wait(until: stop, atMost: rooms.local.timeout) { try record(order)?.candidate == nil }
        guard isFree else {
            throw EdgeError("an update of the model was under way all the time; confirm it or roll it back")
        }
        _ = try serving(order)
    }

    /// Offers the bundle, and waits until that is written down.
    private func hand(_ order: RetrainOrder, _ job: String, until stop: () -> Bool) throws {
        let place = folder.offer(job, of: order.model)
        var isTaken = false
        defer { if !isTaken { withdraw(job) } }
        // Another update may have begun meanwhile; the offer would take its place.
        try waitForUpdates(order, until: stop)
        rooms.offer(InstallCommand(job: job, model: order.model, version: nil, place: .made(place)))
        var row: JobRow?
        _ = try wait(until: stop, atMost: Self.patience) {
            row = try rooms.database.job(job, of: order.model.description)
            return row != nil
        }
        guard let row else { throw EdgeError("the update service does not take the new model; see what it logs") }
        isTaken = row.status != JobProgress.Status.rejected.rawValue || row.phase != "RECEIVED"
        guard isTaken else { throw EdgeError("the update service refused the new model: \(row.reason ?? "")") }
    }

    private func withdraw(_ job: String) {
        do throws(EdgeError) {
            try folder.removeOffer(job)
        } catch {
            rooms.logger.warning("a model that was not taken cannot be removed", metadata: ["reason": "\(error)"])
        }
    }

    // MARK: waiting

    private func waitInLine(until stop: () -> Bool) throws {
        _ = try wait(until: stop, atMost: nil) {
            isBusy.withLock { isBusy in
                defer { isBusy = true }
                return !isBusy
            }
        }
    }

    /// True once it is done, false when time is up.
    private func wait(until stop: () -> Bool, atMost limit: Duration?, _ isDone: () throws -> Bool) throws -> Bool {
        let clock = ContinuousClock()
        let deadline = limit.map { clock.now + $0 }
        while try !isDone() {
            if stop() { throw Stopped() }
            if let deadline, clock.now >= deadline { return false }
            usleep(Self.pause)
        }
        return true
    }
}
