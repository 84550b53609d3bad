import Foundation
import MQTT
import Models
import Monitoring
import Support
import Telemetry
import Testing

@testable import Edge

@Suite("What a node tells its board")
struct TellingTests {
    private static let topic = "marram/v1/n1/infer/m"

    /// Waits until the state satisfies a condition.
    @discardableResult
    static func wait(
        _ board: Board,
        for what: String,
        _ isDone: @Sendable (BoardMoment) -> Bool
    ) async throws -> BoardMoment {
        if let moment = board.moment, isDone(moment) { return moment }
        return try await withThrowingTaskGroup(of: BoardMoment?.self) { group in
            group.addTask {
                try await Task.sleep(for: .seconds(120))
                return nil
            }
            for await _ in board.news() {
                if let moment = board.moment, isDone(moment) {
                    group.cancelAll()
                    return moment
                }
                if group.isEmpty { break }
            }
            throw SupportError("\(what): there is \(String(describing: board.moment?.state))")
        }
    }

    @Test(
        "[metrics-5] [metrics-14] [dashboard-api-1] requests: counts, latencies, batches, connections, who the node is"
    )
    func requests() async throws {
        let board = Board(session: 1)
        let scene = try await Scene.start(board: board)
        for number in 0..<20 {
            _ = try await scene.client.ask(Body.mlp(id: "\(number)"), of: "marram/v1/n1/infer/mlp")
        }
        _ = try await scene.client.ask(Body.floats([1], input: "wrong"), of: "marram/v1/n1/infer/mlp")
        let moment = try await Self.wait(board, for: "20 answers and an error") {
            $0.state.models.first?.requests == 20 && $0.state.models.first?.errors == 1
        }
        let (state, model) = (moment.state, moment.state.models[0])
        #expect(state.node.name == "n1" && state.node.status == "online" && !state.node.runtime.isEmpty)
        #expect(state.mqtt.main.isUp && state.mqtt.main.broker == "127.0.0.1:\(scene.broker.port)")
        #expect(state.mqtt.lanes == 2 && state.mqtt.lanesReady == 2)
        #expect(state.requests.mqtt == RequestSection.Flow(received: 21, answered: 21))
        #expect(state.requests.errors.values.reduce(0, +) == 1)
        #expect(model.isReady && model.name == "mlp" && model.latencies.count == 20 && model.latencies.sum > 0)
        #expect(model.latencies.cumulative.last == 20)
        #expect(model.runTimes.count == model.runs && model.batchSizes.values.reduce(0, +) == model.runs)
        #expect(model.latency.p50 != nil && model.run.mean != nil && (model.batchMean ?? 0) >= 1)
        let names = Set(board.seriesNames)
        #expect(names.isSuperset(of: ["requests_mqtt", "latency_p99_ms", "queue", "model.mlp.requests", "mqtt_in"]))
        let parts = try ["queue", "coding", "run"].map { part in
            let points = try #require(board.series(["latency_\(part)_ms"], span: .quarter)).series.values.first
            return try #require(points?.compactMap { $0 }.last, "\(part)")
        }
        #expect(parts[1] > 0 && parts[2] > 0)
        try await scene.end()
        #expect(board.moment?.state.node.status == "stopped")
    }

    @Test("[metrics-11] [dashboard-api-5] samples of answers can be asked again")
    func samples() async throws {
        let board = Board(session: 1)
        let scene = try await Scene.start(board: board)
        _ = try await scene.client.ask(Body.mlp(id: "42"), of: "marram/v1/n1/infer/mlp")
        let sample = try #require(board.predictions.first)
        #expect(sample.source == .mqtt && sample.model == "mlp" && sample.id == "42")
        #expect((sample.latencyMicroseconds ?? 0) > 0)
        let request = String(decoding: try #require(sample.request), as: UTF8.self)
        #expect(request.contains(#""data":[1.0,2.0,3.0,4.0]"#))
        let response = Data(try #require(sample.response))
        let answer = try #require(try JSONSerialization.jsonObject(with: response) as? [String: Any])
        #expect(answer["model_name"] as? String == "mlp")
        try await scene.end()
    }

    @Test("[metrics-6] [dashboard-api-3] telemetry: readings, scores of keys with their anomaly, events, samples")
    func telemetry() async throws {
        let board = Board(session: 1)
        let scene = try await TelemetryScene.start(board: board)
        scene.send([1, 1, 1, 12, 13])
        scene.client.send(Array("nonsense".utf8), to: "plant/hall2/press4/telemetry", qos: .atLeastOnce)
        let moment = try await Self.wait(board, for: "an open anomaly") {
            $0.state.bindings.first?.anomaliesOpen == 1 && $0.state.bindings.first?.rejected == 1
        }
        let binding = moment.state.bindings[0]
        #expect(binding.name == "press" && binding.readings == 5 && binding.windows == 3 && binding.keys == 1)
        #expect(binding.threshold == 2 && binding.lastSeen != nil && !binding.isStale && binding.reason == nil)
        let scores = try #require(board.scores(of: "press")?.bindings.first)
        #expect(scores.threshold == 2 && scores.keysTotal == 1)
        let key = try #require(scores.keys.first)
        #expect(key.key == ["hall2", "press4"] && key.isAnomalous && (key.peak ?? 0) > 2 && key.since != nil)
        #expect(key.anomalous.last?.last == key.scores.count - 1)
        let events = board.events(after: 0).events.map { String(decoding: $0.document, as: UTF8.self) }
        for type in ["anomaly.opened", "input.rejected", "node.status", "node.connection"] {
            let found = try #require(events.first { $0.contains("io.marram.\(type).v1") }, "\(type)")
            #expect(try JSONSerialization.jsonObject(with: Data(found.utf8)) is [String: Any])
        }
        let sample = try #require(board.predictions.first)
        #expect(sample.source == .telemetry && sample.binding == "press" && sample.score != nil)
        #expect(sample.key.map { String(decoding: $0, as: UTF8.self) } == #"["hall2","press4"]"#)
        #expect(sample.request != nil)
        try await scene.end()
    }

    @Test("[dashboard-api-1] a shadow and a trial are told with their figures")
    func candidates() async throws {
        let board = Board(session: 1)
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)], board: board)
        scene.node.order(.shadow(Staged.factor(2)))
        try await scene.node.log.wait(for: "candidate sees copies")
        _ = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic)
        let shadow = try await Self.wait(board, for: "a comparison") { $0.state.models[0].candidate?.compared == 1 }
        let seen = try #require(shadow.state.models[0].candidate)
        #expect(seen.version == "2" && seen.stage == "shadow" && seen.agreed == 1)
        scene.node.order(.trial(Staged.factor(2), sharePercent: 100))
        try await scene.node.log.wait(for: "candidate on trial")
        _ = try await scene.client.ask(Body.floats([1, 1]), of: Self.topic)
        let trial = try await Self.wait(board, for: "an answer on trial") {
            $0.state.models[0].candidate?.answered == 1
        }
        let candidate = try #require(trial.state.models[0].candidate)
        #expect(candidate.stage == "trial" && candidate.sharePercent == 100 && candidate.errors == 0)
        try await scene.end()
    }

    @Test("[dashboard-api-13] what a shadow answers otherwise is told, and stays for its trial")
    func disagreements() async throws {
        let board = Board(session: 1)
        let scene = try await Scene.start(models: [], fakes: ["m": Staged.multiplying(by: 1)], board: board)
        let staged = Staged.model("m", "2", Staged.multiplying(by: -1))
        scene.node.order(.shadow(staged))
        try await scene.node.log.wait(for: "candidate sees copies")
        _ = try await scene.client.ask(Body.floats([1, 3]), of: Self.topic)
        let shadow = try await Self.wait(board, for: "a disagreement") {
            $0.state.models[0].candidate?.disagreements.count == 1
        }
        let found = try #require(shadow.state.models[0].candidate?.disagreements.first)
        #expect(found.number == 1 && found.largestDifference == 6 && found.request != nil)
        scene.node.order(.trial(staged, sharePercent: 100))
        let trial = try await Self.wait(board, for: "the trial") { $0.state.models[0].candidate?.stage == "trial" }
        #expect(trial.state.models[0].candidate?.disagreements == [found])
        scene.node.order(.trial(Staged.factor(3), sharePercent: 100))
        try await Self.wait(board, for: "another trial") { $0.state.models[0].candidate?.disagreements == [] }
        try await scene.end()
    }

    @Test("[dashboard-api-4] updates are told with their steps, those of before the start too")
    func updates() async throws {
        let board = Board(session: 1)
        let broker = try await Broker()
        let updater = FakeUpdater()
        func progress(_ job: String, _ phase: String, _ status: JobProgress.Status, _ time: Int64) -> JobProgress {
            JobProgress(
                job: job,
                model: Staged.name("mlp"),
                version: "2",
                seq: 1,
                status: status,
                phase: phase,
                time: time
            )
        }
        let earlier = progress("old", "CONFIRMED", .succeeded, 1000)
        let node = try Scene.node(port: broker.port, updates: updater.link(progress: [earlier]), board: board)
        try await Self.wait(board, for: "the node") { $0.state.node.status == "online" }
        updater.say(.progress(progress("new", "RECEIVED", .inProgress, 2000)))
        updater.say(.progress(progress("new", "TRIAL", .failed, 3000)))
        let moment = try await Self.wait(board, for: "both updates") { $0.state.updates.jobs.count == 2 }
        let job = moment.state.updates.jobs[0]
        #expect(job.job == "new" && job.steps.map(\.phase) == ["RECEIVED", "TRIAL"] && job.status == "FAILED")
        #expect(job.started == "1970-01-01T00:00:02.000Z" && job.ended == "1970-01-01T00:00:03.000Z")
        #expect(moment.state.updates.jobs[1].job == "old")
        try await node.stop()
    }

    @Test("[dashboard-api-8] a person's word reaches the updater; another version than expected does not")
    func words() async throws {
        let broker = try await Broker()
        let updater = FakeUpdater { message in
            guard case .control(let command, _, let number) = message else { return [] }
            if case .confirm = command { return [.reply(.failed(code: "nothing_to_confirm", reason: "r"), number)] }
            return [.reply(.done, number)]
        }
        let line = OperatorLine()
        #expect(
            await line.carryOut(.rollback, of: "mlp", expecting: nil)
                == .failed(code: "not_ready", reason: "the node starts or stops")
        )
        let board = Board(session: 1)
        let node = try Scene.node(port: broker.port, updates: updater.link(), board: board, operators: line)
        let moment = try await Self.wait(board, for: "the node") { $0.state.node.status == "online" }
        let version = moment.state.models[0].version
        #expect(await line.carryOut(.rollback, of: "mlp", expecting: "none") == .versionChanged(now: version))
        #expect(await line.carryOut(.confirm, of: "mlp", expecting: "9") == .versionChanged(now: nil))
        #expect(updater.messages.value.isEmpty)
        #expect(await line.carryOut(.rollback, of: "mlp", expecting: version) == .done)
        #expect(
            await line.carryOut(.confirm, of: "mlp", expecting: nil) == .failed(code: "nothing_to_confirm", reason: "r")
        )
        guard case .failed("unknown_model", _) = await line.carryOut(.rollback, of: "other", expecting: nil) else {
            Issue.record("a model that there is not was taken")
            return
        }
        try await node.stop()
    }

    @Test("[dashboard-api-8] a word that nobody answers is unheard in the end; without updates it is refused")
    func unheard() async throws {
        let broker = try await Broker()
        let line = OperatorLine(patience: .milliseconds(50))
        let board = Board(session: 1)
        let node = try Scene.node(port: broker.port, updates: FakeUpdater().link(), board: board, operators: line)
        try await Self.wait(board, for: "the node") { $0.state.node.status == "online" }
        #expect(await line.carryOut(.rollback, of: "mlp", expecting: nil) == .unheard)
        try await node.stop()
        let plainLine = OperatorLine()
        let plainBoard = Board(session: 2)
        let plain = try Scene.node(port: broker.port, board: plainBoard, operators: plainLine)
        try await Self.wait(plainBoard, for: "the node") { $0.state.node.status == "online" }
        guard case .failed("unsupported", _) = await plainLine.carryOut(.rollback, of: "mlp", expecting: nil) else {
            Issue.record("a word was taken without updates")
            return
        }
        try await plain.stop()
    }
}
