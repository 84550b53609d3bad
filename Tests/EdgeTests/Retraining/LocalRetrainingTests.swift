import Anomaly
import Foundation
import MQTT
import Models
import Support
import Telemetry
import Testing

@testable import Edge
@testable import Storage

@Suite("Retraining on this device")
struct LocalRetrainingTests {
    static let job = "drift__press__0123456789abcdef"

    static func reason(_ words: [RetrainWord]) -> String? {
        guard case .failed(let reason) = words.last?.outcome else { return nil }
        return reason
    }

    @Test(
        "[retrain-50] [retrain-55] an order becomes a bundle of the kept rows, made as the model in service was, and is offered"
    )
    func offered() async throws {
        let scene = try await RetrainScene([
            "--smooth", "4", "--factor", "3", "--security-version", "7", "--max-gap", "90s",
        ])
        try scene.keep(0..<600)
        try scene.keep(0..<600, key: "[\"m2\"]", shift: 3.5)
        let words = scene.run(try scene.way(), try scene.order(100...499))
        #expect(words.map(\.outcome) == [.accepted, .completed], "\(words)")
        #expect(words.allSatisfy { $0.run == Self.job && $0.id == Self.job })
        let command = try #require(scene.offers.withLock { $0 }.first)
        #expect(command.job == Self.job && command.model == RetrainScene.press)
        guard case .made(let path) = command.place else { throw SupportError("\(command.place)") }
        let bundle = try BundleFolder.verify(folder: path, trust: nil)
        #expect(bundle.manifest.name == "press")
        #expect(bundle.manifest.version == "1.2-r20260921T143000Z", "\(bundle.manifest.version)")
        #expect(bundle.manifest.securityVersion == 7)
        #expect(
            bundle.manifest.gates == Manifest.Gates(),
            "a model that differs from one that is wrong must not be refused"
        )
        let baseline = try Baseline(json: [UInt8](Data(contentsOf: URL(filePath: path + "/baseline.json"))))
        #expect(baseline.rowCount == 800)
        #expect(baseline.fields.map(\.name) == ["x", "y"])
        #expect(abs(baseline.fields[0].mean - 3.25) < 0.1)
        #expect(baseline.window == (try WindowShape(size: 5, stride: 2, maximalGapSeconds: 90)))
        #expect(baseline.score.smooth == 4 && baseline.score.factor == 3)
        #expect(bundle.inspection.family == "window_autoencoder")
        #expect(!FileManager.default.fileExists(atPath: scene.folder.work))
        #expect(scene.device.log.lines(containing: "trained on: 800 rows").count == 1)
    }

    @Test("[retrain-56] a retrained model goes through probe and trial like any other, and its folder is gone then")
    func confirmed() async throws {
        let updates: [String: any Sendable] = ["allow_unsigned": true, "trial": "0s", "sources": ["https:"]]
        let scene = try await RetrainScene(updates: updates)
        try scene.keep(0..<600)
        let words = Watched<[UpdaterWord]>([])
        let updater = Updater(
            UpdaterBlueprint(
                courses: scene.start.settled.courses,
                offers: [],
                work: scene.start.work,
                ledger: UpdateLedger(
                    database: scene.start.database,
                    faults: .none,
                    giveUpReserve: { false },
                    newID: { UUID().uuidString }
                ),
                clock: .system(),
                wasClean: true,
                logger: scene.device.log.logger
            )
        )
        updater.start { word in words.change { $0.append(word) } }
        defer { updater.stop() }
        let way = try scene.way { updater.post(.install($0, number: nil)) }
        #expect(scene.run(way, try scene.order(0...599)).map(\.outcome) == [.accepted, .completed])
        try await words.wait(for: "the end of the job") { words in
            words.contains { if case .progress(let progress) = $0 { progress.status.isFinal } else { false } }
        }
        while !scene.leftovers.isEmpty { await Task.yield() }
        updater.stop()
        let record = try #require(try scene.start.database.models().map(ModelRecord.init).first)
        #expect(record.active?.version == "1.2-r20260921T143000Z", "\(words.value)")
        #expect(record.previous?.version == "1.2")
        // What the configuration has is not offered again because of it.
        #expect(record.configured == scene.start.record.active?.bundle)
        #expect(scene.device.prober.count.withLock { $0 } == 2)
        // The order comes again after a restart.
        #expect(scene.run(way, try scene.order(0...599)).map(\.outcome) == [.completed])
    }

    @Test(
        "[retrain-57] a training that comes to nothing is a failure with its reason, and leaves nothing",
        arguments: [
            ("echo 'error: line 7 is bad' >&2; exit 1", "the training failed: error: line 7 is bad"),
            ("kill -KILL $$", "raise retrain.local.memory"),
            ("exit 0", "no bundle came of the training"),
            (#"mkdir -p "$4"; echo '{}' > "$4/manifest.json""#, "what came of the training cannot be used"),
            ("head -c 100000 /dev/zero", "wrote more than 65536 bytes"),
            ("exec sleep 600", "longer than retrain.local.timeout"),
        ]
    )
    func failure(script: String, expected: String) async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        let timeout = expected.contains("timeout") ? Duration.milliseconds(300) : .seconds(60)
        let way = try scene.way(scene.local(timeout: timeout), executable: try scene.script(script))
        let words = scene.run(way, try scene.order(0...99))
        #expect(words.first?.outcome == .accepted && words.count == 2)
        #expect(Self.reason(words)?.contains(expected) == true, "\(words)")
        #expect(scene.leftovers.isEmpty)
        #expect(scene.offers.withLock { $0 }.isEmpty)
    }

    @Test("[retrain-57] want of memory is a failure, not a crash of anybody else")
    func memory() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        let words = scene.run(try scene.way(scene.local(memory: 1 << 20)), try scene.order(0...99))
        let expected = "the training took more memory than the 1048576 bytes of retrain.local.memory"
        #expect(Self.reason(words)?.hasPrefix(expected) == true, "\(words)")
        #expect(scene.leftovers.isEmpty)
    }

    @Test("[retrain-58] the end of the program ends a training without a last word, and leaves nothing")
    func stopped() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        let way = try scene.way(executable: try scene.script("exec sleep 600"))
        let words = scene.run(way, try scene.order(0...99)) {
            scene.words.withLock { !$0.isEmpty }
        }
        #expect(words.map(\.outcome) == [.accepted])
        #expect(scene.leftovers.isEmpty)
    }

    @Test("[retrain-53] the child is given what finds libraries, one thread, and the configuration's arguments last")
    func arguments() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        let note = scene.device.path + "/note"
        let script = try scene.script("env > \(note); printf '%s\\n' \"$@\" >> \(note); stat -c %a \"$2\" >> \(note)")
        let way = try scene.way(scene.local(arguments: ["--window", "7", "--energy", "0.5"]), executable: script)
        _ = scene.run(way, try scene.order(0...99))
        let lines = try String(contentsOfFile: note, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(!lines.contains { $0.contains("SECRET") })
        #expect(lines.contains("OPENBLAS_NUM_THREADS=1") && lines.contains("TMPDIR=\(scene.folder.work)"))
        let words = lines.drop { $0 != "train" }
        #expect(words.last == "600")
        let expected = [
            "--energy", "0.5", "--memory", "\((1 << 30) + (512 << 20))", "--parent", "\(getpid())", "600",
        ]
        #expect(Array(words.suffix(7)) == expected)
        #expect(words.contains("--bundle-version") && words.contains("5") && !words.contains("--key"))
    }

    @Test("[retrain-53] what the configuration adds wins")
    func overridden() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<300)
        let way = try scene.way(scene.local(arguments: ["--window", "7", "--smooth", "2"]))
        #expect(scene.run(way, try scene.order(0...299)).last?.outcome == .completed)
        let place = scene.folder.offer(Self.job, of: RetrainScene.press)
        let baseline = try Baseline(json: [UInt8](Data(contentsOf: URL(filePath: place + "/baseline.json"))))
        #expect(baseline.window.size == 7 && baseline.score.smooth == 2)
    }

    @Test("[retrain-54] a bundle is signed by the device's key, which the trust file must have")
    func signed() async throws {
        let folder = try TemporaryFolder()
        for name in ["device", "other"] {
            let result = try await RetrainScene.marram(["bundle", "keys", "new", name, "--out", folder.path])
            #expect(result.code == 0, "\(result.errors)")
        }
        let trust = folder.path + "/trust.json"
        let added = try await RetrainScene.marram(
            ["bundle", "keys", "trust", trust, "--add", "\(folder.path)/device.pub.pem", "--key-id", "of-this-device"]
        )
        #expect(added.code == 0, "\(added.errors)")
        let key = folder.path + "/device.key.pem"
        let scene = try await RetrainScene(["--key", key, "--key-id", "of-this-device"], updates: ["trust": trust])
        try scene.keep(0..<300)
        let order = try scene.order(0...299)
        let script = try scene.script("touch \(folder.path)/ran")
        // Before anything is computed.
        let unsigned = scene.run(try scene.way(executable: script), order)
        #expect(Self.reason(unsigned)?.contains("retrain.local.key is not set") == true)
        let other = scene.run(
            try scene.way(scene.local(key: folder.path + "/other.key.pem"), executable: script),
            order
        )
        #expect(Self.reason(other)?.contains("marram bundle keys trust") == true)
        let missing = scene.run(try scene.way(scene.local(key: folder.path + "/none"), executable: script), order)
        #expect(Self.reason(missing)?.contains("cannot be read") == true)
        #expect([unsigned, other, missing].allSatisfy { $0.count == 1 })
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/ran"))
        #expect(scene.run(try scene.way(scene.local(key: key)), order).last?.outcome == .completed)
        let place = scene.folder.offer(Self.job, of: RetrainScene.press)
        let bundle = try BundleFolder.verify(folder: place, trust: TrustFile(path: trust))
        #expect(bundle.keyID == "of-this-device")
    }

    @Test(
        "[retrain-52] nothing is trained for a model that is not in service any more, of too few rows, or on a full disk"
    )
    func refused() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        let way = try scene.way(executable: try scene.script("exit 9"))
        var order = try scene.order(0...99)
        let full = scene.run(try scene.way(executable: "/none", disk: DiskSpace { _ in 1000 }), order)
        #expect(Self.reason(full)?.contains("1000 bytes free") == true, "\(full)")
        let few = scene.run(way, try scene.order(0...4))
        #expect(Self.reason(few)?.contains("5 rows of the binding 'line' are kept, 6 are needed") == true, "\(few)")
        order = RetrainOrder(
            id: order.id,
            node: order.node,
            binding: order.binding,
            model: order.model,
            version: order.version,
            sha256: String(repeating: "0", count: 64),
            profileID: order.profileID,
            driftEventIDs: order.driftEventIDs,
            window: order.window,
            newRows: order.newRows,
            reason: order.reason,
            requestedAt: order.requestedAt
        )
        let replaced = scene.run(way, order)
        #expect(Self.reason(replaced)?.contains("in service by now") == true, "\(replaced)")
        #expect([full, few, replaced].allSatisfy { $0.count == 1 })
        #expect(scene.leftovers.isEmpty)
    }

    @Test("[retrain-51] nothing begins while an update of the model is under way")
    func busy() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<100)
        var record = scene.start.record
        record.candidate = UpdateCandidate(
            job: UpdateJob(id: "j1", place: .url("https://x/manifest.json", sha256: nil)),
            phase: .received
        )
        try scene.start.database.save(record.row)
        let way = try scene.way(executable: try scene.script("exit 9"))
        let questions = Guarded(0)
        let words = scene.run(way, try scene.order(0...99)) {
            questions.withLock {
                $0 += 1
                return $0 > 3
            }
        }
        #expect(words.isEmpty)
        let late = scene.run(try scene.way(scene.local(timeout: .zero)), try scene.order(0...99))
        #expect(Self.reason(late)?.contains("confirm it or roll it back") == true)
    }

    @Test(
        "[retrain-51] an update that begins while it trains is not displaced, and nothing is left when the program ends"
    )
    func displaced() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<300)
        var record = scene.start.record
        let other = UpdateJob(id: "j1", place: .url("https://x/manifest.json", sha256: nil))
        record.candidate = UpdateCandidate(job: other, phase: .received)
        let row = record.row
        let way = try scene.way()
        // The other update comes when training begins; the program ends once the bundle waits for it.
        let order = try scene.order(0...299)
        let place = scene.folder.offer(Self.job, of: RetrainScene.press)
        way.carryOut(order, until: { FileManager.default.fileExists(atPath: place) }) { word in
            scene.words.withLock { $0.append(word) }
            try? scene.start.database.save(row)
        }
        #expect(scene.words.withLock { $0 }.map(\.outcome) == [.accepted])
        #expect(scene.offers.withLock { $0 }.isEmpty)
        #expect(scene.leftovers.isEmpty)
    }

    @Test("[retrain-55] an offer that is refused is a failure, and leaves nothing")
    func refusedOffer() async throws {
        let scene = try await RetrainScene()
        try scene.keep(0..<300)
        let way = try scene.way { [database = scene.start.database] command in
            let row = JobRow(
                id: command.job,
                model: "press",
                version: nil,
                status: "REJECTED",
                phase: "RECEIVED",
                code: "busy",
                reason: "it is on trial",
                seq: 1,
                time: 1
            )
            try? database.save(nil, jobs: [row])
        }
        let words = scene.run(way, try scene.order(0...299))
        #expect(Self.reason(words) == "the update service refused the new model: it is on trial")
        #expect(scene.leftovers.isEmpty)
    }

    @Test("[retrain-58] at the start what a training has left is removed, but not the offer of a job that goes on")
    func tidy() throws {
        let folder = try TemporaryFolder()
        let place = RetrainingFolder(dataDirectory: folder.path)
        for job in ["j1", "j2"] {
            try place.beginWork()
            let files = FileManager.default
            try files.createDirectory(atPath: "\(place.work)/press", withIntermediateDirectories: true)
            #expect(try place.keepOffer(job, of: RetrainScene.press).hasSuffix("/retraining/offers/\(job)/press"))
        }
        try folder.write("x", to: "retraining/work/rows.csv")
        try place.tidy(keeping: ["j2"])
        let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/retraining").sorted()
        #expect(left == ["offers", "offers/j2", "offers/j2/press"])
    }

    @Test("[retrain-55] a job is called as its order, or by the order's digest where that is no name of a job")
    func jobs() {
        #expect(LocalRetraining.job(Self.job) == Self.job)
        let long = LocalRetraining.job("drift__" + String(repeating: "x", count: 64) + "__0")
        #expect(long.count == 39 && BundlePath.isName(long))
        #expect(long != LocalRetraining.job("drift__" + String(repeating: "x", count: 64) + "__1"))
    }

    @Test("[retrain-55] a job of this device's own comes back from the state database as it was")
    func stored() {
        let job = UpdateJob(id: "j", place: .made("/data/retraining/offers/j/press"))
        let text = StoredText.write(StoredJob(job))
        #expect(StoredText.read(text, as: StoredJob.self)?.job("j") == job)
        // As a version before this one has written it.
        let old = #"{"isForced":false,"path":"/models/press"}"#
        #expect(StoredText.read(old, as: StoredJob.self)?.job("j").place == .configured("/models/press"))
    }
}
