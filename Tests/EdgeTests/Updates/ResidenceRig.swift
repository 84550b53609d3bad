import Foundation
import Logging
import MQTT
import Models
import Storage
import Support
import Transfer

@testable import Edge

/// A prober of the test's own, which counts.
final class CountingProber: Probing {
    let count = Guarded(0)
    let failure = Guarded<UpdateError?>(nil)

    func probe(_ bundle: VerifiedBundle, cancellation: Cancellation?) throws(UpdateError) -> ProbeReport {
        count.withLock { $0 += 1 }
        if let error = failure.withLock({ $0 }) { throw error }
        return ProbeReport(
            loadMilliseconds: 1,
            p99Microseconds: 9,
            rssMiB: 30,
            tests: 0,
            runs: 10,
            runtime: "1",
            isConfined: true
        )
    }
}

/// A device with a folder of models and a data folder, which is started again and again.
struct Device {
    let folder = try? TemporaryFolder()
    let prober = CountingProber()
    let log = TestLog()

    var path: String { folder?.path ?? "" }
    var data: String { path + "/data" }
    var model: String { path + "/press" }

    /// A start: what came of it, and the database that is let go of when this goes.
    struct Start {
        let settled: Residence.Settled
        let database: StateDatabase
        let work: BundleWork

        var record: ModelRecord { settled.courses[0].record }
        var version: String? {
            guard case .serving = settled.models[0].condition else { return nil }
            return settled.models[0].version
        }
        var served: String { settled.models[0].reference.path }
        var reason: String {
            guard case .refused(let reason) = settled.models[0].condition else { return "" }
            return reason
        }
    }

    /// Puts a fixture where the configuration looks.
    func put(_ fixture: String) throws {
        try FileManager.default.createDirectory(atPath: model, withIntermediateDirectories: true)
        let target = model + "/model.onnx"
        try? FileManager.default.removeItem(atPath: target)
        try FileManager.default.copyItem(atPath: Project.fixture(fixture), toPath: target)
    }

    func start(_ updates: [String: any Sendable] = [:], wasClean: Bool = true) throws -> Start {
        let configuration: [String: any Sendable] = [
            "data_dir": data, "models": [["name": "press", "path": model]], "updates": updates,
        ]
        let json = String(decoding: try JSONSerialization.data(withJSONObject: configuration), as: UTF8.self)
        let settings = try Settings.load(from: ConfigurationSources(configuration: json, environment: [:])).settings
        let database = try StateDatabase(directory: data)
        let loader = try OnnxLoader.testing()
        let assembly = UpdateAssembly(
            settings: settings,
            loader: loader,
            memory: .testing(database, loader, log.logger),
            database: database,
            environment: [:],
            prober: prober,
            faults: .none,
            logger: log.logger
        )
        let clock = UpdateClock.system()
        let work = try assembly.work(clock)
        try assembly.tidy(work.store)
        let residence = Residence(
            settings: settings,
            work: work,
            ledger: UpdateLedger(
                database: database,
                faults: .none,
                giveUpReserve: { work.giveUpReserve() },
                newID: { UUID().uuidString }
            ),
            policy: assembly.policy,
            clock: clock,
            wasClean: wasClean,
            loss: database.recovered,
            logger: log.logger
        )
        return Start(settled: try residence.settle(), database: database, work: work)
    }

    /// Changes a byte of a stored model.
    func damage(_ folder: String) throws {
        let url = URL(fileURLWithPath: folder + "/model.onnx")
        var bytes = try Data(contentsOf: url)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: url)
    }
}
