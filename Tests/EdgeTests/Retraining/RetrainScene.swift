import Foundation
import MQTT
import Models
import Support
import Telemetry
import Testing

@testable import Edge
@testable import Storage

/// A device with a trained model "press" in service, and rows of its binding on the disk.
final class RetrainScene: Sendable {
    static let press = Name(fitting: "press")
    static let line = Name(fitting: "line")
    /// When the first row came in.
    static let beginning = Timestamp(microseconds: 1_790_000_000_000_000)

    let device = Device()
    let start: Device.Start
    let form: RowForm
    /// What was offered to the update service.
    let offers = Guarded<[InstallCommand]>([])
    /// What was said, in order.
    let words = Guarded<[RetrainWord]>([])

    /// Trains a model and takes it into service.
    ///
    /// - Parameters:
    ///   - arguments: Further arguments of the training.
    ///   - updates: What is configured of updates.
    /// - Throws: What keeps it from being in service.
    init(
        _ arguments: [String] = [],
        updates: [String: any Sendable] = ["allow_unsigned": true]
    ) async throws {
        guard let folder = device.folder else { throw SupportError("no folder") }
        let csv = try folder.write(Self.text(rows: 300), to: "good.csv")
        let result = try await Self.marram(
            ["train", csv, "--out", device.model, "--window", "5", "--stride", "2", "--bundle-version", "1.2"]
                + arguments
        )
        guard result.code == 0 else { throw SupportError(result.errors) }
        start = try device.start(updates)
        guard let form = RowForm(fields: 2, digest: [UInt8](repeating: 1, count: 32)) else {
            throw SupportError("no form")
        }
        self.form = form
    }

    static func marram(_ arguments: [String]) async throws -> Command.Result {
        var environment: [String: String] = [:]
        environment["MARRAM_ONNXRUNTIME"] = Project.onnxRuntime
        return try await Command([try Project.program("marram")] + arguments, environment: environment).run()
    }

    /// Two waves with a little noise, shifted as drift shifts them.
    static func values(_ row: Int, shift: Double = 0) -> [Double] {
        let noise = Double((row &* 7919) % 101) / 10_000
        return [sin(Double(row) / 5) + shift, cos(Double(row) / 11) + noise]
    }

    private static func text(rows: Int) -> String {
        (0..<rows).reduce("ts,x,y\n") { text, row in
            let numbers = values(row)
            return text + "\(1_700_000_000 + row),\(numbers[0]),\(numbers[1])\n"
        }
    }

    var folder: RetrainingFolder { RetrainingFolder(dataDirectory: device.data) }

    static func time(_ row: Int) -> Timestamp {
        Timestamp(microseconds: beginning.microseconds + Int64(row) * 1_000_000)
    }

    /// Puts rows of a key on the disk, one a second.
    func keep(_ rows: Range<Int>, key: String = "[\"m1\"]", shift: Double = 3, isAnomalous: Bool = false) throws {
        let ring = try RowRing(folder: folder.rows(of: Self.line), form: form, limit: 1 << 20)
        var block = RowBlock(form: form)
        for row in rows {
            _ = block.append(
                key: Array(key.utf8),
                arrival: Self.time(row).microseconds,
                time: Self.time(row).microseconds,
                row: Self.values(row, shift: shift).span,
                isAnomalous: isAnomalous
            )
        }
        try ring.write(block)
    }

    /// An order for a model of the rows of some seconds.
    func order(_ rows: ClosedRange<Int>, expected: Int = 1) throws -> RetrainOrder {
        let active = try #require(start.record.active)
        let manifest = try start.work.store.manifest(active.bundle, model: "press")
        let digest = try #require(manifest.files.first { $0.path == "model.onnx" }).sha256
        return RetrainOrder(
            id: "drift__press__0123456789abcdef",
            node: Name(fitting: "n1"),
            binding: Self.line,
            model: Self.press,
            version: "1.2",
            sha256: digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
            profileID: "p",
            driftEventIDs: ["e1"],
            window: Self.time(rows.lowerBound)...Self.time(rows.upperBound),
            newRows: expected,
            reason: "x has drifted",
            requestedAt: Self.time(rows.upperBound)
        )
    }

    func local(
        key: String? = nil,
        arguments: [String] = [],
        timeout: Duration = .seconds(120),
        memory: Int = 1 << 30
    ) -> Settings.Retrain.Local {
        Settings.Retrain.Local(rows: 1 << 20, key: key, arguments: arguments, timeout: timeout, memory: memory)
    }

    /// A way that trains by a program, by default the real one; offers are noted as taken unless `offer` is given.
    func way(
        _ local: Settings.Retrain.Local? = nil,
        executable: String? = nil,
        disk: DiskSpace = .system,
        offer: (@Sendable (InstallCommand) -> Void)? = nil
    ) throws -> LocalRetraining {
        let local = local ?? self.local()
        var environment = ["PATH": "/usr/bin:/bin", "SECRET": "hunter2"]
        environment["MARRAM_ONNXRUNTIME"] = Project.onnxRuntime
        let updates = start.work.settings
        return LocalRetraining(
            LocalRetraining.Rooms(
                local: local,
                key: DeviceKey(path: local.key, trust: updates.trust, allowsUnsigned: updates.allowUnsigned),
                reserve: 0,
                forms: [Self.line: form],
                database: start.database,
                store: start.work.store,
                disk: disk,
                trainer: ChildTrainer(
                    executable: try executable ?? Project.program("marram"),
                    local,
                    environment: environment,
                    library: nil,
                    logger: device.log.logger
                ),
                clock: WallClock { Self.time(1000) },
                offer: offer ?? { [self] command in note(command) },
                logger: device.log.logger
            )
        )
    }

    private func note(_ command: InstallCommand) {
        offers.withLock { $0.append(command) }
        try? start.database.save(
            nil,
            jobs: [
                JobRow(
                    id: command.job,
                    model: "press",
                    version: nil,
                    status: "IN_PROGRESS",
                    phase: "RECEIVED",
                    seq: 1,
                    time: 1
                )
            ]
        )
    }

    /// Sees an order through; returns what was said of it.
    func run(
        _ way: LocalRetraining,
        _ order: RetrainOrder,
        until stop: @escaping @Sendable () -> Bool = { false }
    ) -> [RetrainWord] {
        words.withLock { $0 = [] }
        way.carryOut(order, until: stop) { word in words.withLock { $0.append(word) } }
        return words.withLock { $0 }
    }

    /// A program of the test's own: a script of the shell.
    func script(_ text: String) throws -> String {
        guard let folder = device.folder else { throw SupportError("no folder") }
        let path = try folder.write("#!/bin/sh\n\(text)\n", to: "train-\(UUID().uuidString)")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }

    /// What is left of trainings in the data folder.
    var leftovers: [String] {
        (FileManager.default.subpaths(atPath: device.data + "/retraining") ?? []).filter { $0 != "offers" }.sorted()
    }
}
