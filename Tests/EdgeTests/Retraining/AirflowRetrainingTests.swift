import Airflow
import Foundation
import Support
import Testing

@testable import Edge

@Suite("A DAG that trains")
struct AirflowRetrainingTests {
    private let log = TestLog()

    private func way(
        _ server: RecordedAirflow,
        dag: String = "press",
        api: String = "v2",
        more: String = ""
    ) throws -> AirflowRetraining {
        let folder = try TemporaryFolder()
        let password = try folder.write("secret\n", to: "password")
        let settings = try Settings.load(
            from: SettingsSamples.sources(
                file: """
                    retrain:
                      mode: airflow
                      airflow: {url: '\(server.url)', dag: \(dag), api: \(api), username: marram, password_file: \(password)\(more)}
                    """
            )
        ).settings
        var airflow = try #require(settings.retrain.airflow)
        airflow.poll = .milliseconds(5)
        airflow.timeout = .seconds(60)
        return try AirflowRetraining(
            airflow,
            proxy: .none,
            environment: [:],
            patience: AirflowPatience(base: .milliseconds(2), cap: .milliseconds(8)),
            logger: log.logger
        )
    }

    private func words(
        _ way: AirflowRetraining,
        stop: @escaping @Sendable () -> Bool = { false }
    ) throws -> [RetrainWord] {
        var words: [RetrainWord] = []
        way.carryOut(try SampleOrder.order(), until: stop) { words.append($0) }
        return words
    }

    @Test("[retrain-19] gets the order, and is accepted and completed under the run's name", arguments: ["v1", "v2"])
    func completes(api: String) async throws {
        let server = try await RecordedAirflow.start()
        let told = try words(try way(server, api: api, more: ", dry_run: yes"))
        #expect(told.map(\.outcome) == [.accepted, .completed])
        #expect(told.allSatisfy { $0.id == "drift__press-ae__1f" && $0.run == "drift__press-ae__1f" })
        let body = try #require(try server.requests().first { $0.path.hasSuffix("/dagRuns") }).body
        let conf = try JSONSerialization.data(
            withJSONObject: try #require(body["conf"]),
            options: [.sortedKeys, .withoutEscapingSlashes]
        )
        #expect(
            String(decoding: conf, as: UTF8.self)
                == SampleOrder.document.replacing("\"dry_run\":false", with: "\"dry_run\":true")
        )
    }

    @Test(
        "[retrain-19] fails with a reason that helps",
        arguments: [
            ("failing", 2, "run drift__press-ae__1f of DAG failing has failed; its log at Airflow says why"),
            ("missing", 1, "no such DAG"), ("taken", 1, "is there already, for order drift__other__1"),
            ("forbidden", 1, "may not do this"),
        ]
    )
    func fails(dag: String, count: Int, word: String) async throws {
        let told = try words(try way(try await RecordedAirflow.start(), dag: dag))
        guard told.count == count, case .failed(let reason)? = told.last?.outcome else {
            Issue.record("\(told)")
            return
        }
        #expect(reason.contains(word) && !reason.contains("secret"), "\(reason)")
    }

    @Test("[retrain-16] says in the log what it waits for")
    func trouble() async throws {
        let told = try words(try way(try await RecordedAirflow.start(), dag: "once"))
        #expect(told.map(\.outcome) == [.accepted, .completed])
        let warnings = log.all.filter { $0.hasPrefix("warning") }
        #expect(warnings.count == 1 && warnings[0].contains("answered 500"), "\(log.all)")
        #expect(!log.all.contains { $0.contains("secret") || $0.contains("eyJ") })
    }

    @Test("[retrain-18] is left without a last word when the program ends")
    func stop() async throws {
        let way = try way(try await RecordedAirflow.start(), dag: "paused")
        let accepted = Watched(false)
        var told: [RetrainWord] = []
        way.carryOut(try SampleOrder.order(), until: { accepted.value }) { word in
            told.append(word)
            accepted.change { $0 = true }
        }
        #expect(told.map(\.outcome) == [.accepted])
    }
}
