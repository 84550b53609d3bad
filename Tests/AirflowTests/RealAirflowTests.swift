import Foundation
import Testing
import Transfer

@testable import Airflow

/// `helpers/airflow.sh` starts one and runs these.
@Suite(
    "A real Airflow",
    .serialized,
    .enabled(
        if: RealAirflow.url != nil,
        "no MARRAM_TEST_AIRFLOW is set; helpers/airflow.sh starts an Airflow and sets it"
    ),
    .timeLimit(.minutes(10))
)
struct RealAirflowTests {
    /// What docs/airflow/marram_retrain.py needs.
    private struct Order: Encodable {
        struct Model: Encodable {
            var name = "press-ae"
            var version = "3"
            var sha256 = "ab"
        }

        struct Window: Encodable {
            var start = "2023-11-14T22:13:20.000Z"
            var end = "2023-11-14T22:23:20.000Z"
        }

        let order_id: String
        var device: String? = "n1"
        var binding = "press"
        var profile_id = "p-1"
        var reason = "temperature has drifted: \"ü\""
        var requested_at = "2023-11-14T22:25:00.000Z"
        var drift_event_ids = ["e1"]
        var model = Model()
        var window = Window()
        var dry_run = true
    }

    private static func client(
        dag: String = "marram_retrain",
        _ authentication: AirflowAuthentication = .password(user: "marram", password: "secret"),
        interface: AirflowInterface? = nil
    ) throws -> AirflowClient {
        try AirflowClient(
            base: try #require(RealAirflow.url),
            interface: interface ?? RealAirflow.interface,
            dag: dag,
            authentication: authentication,
            http: HTTPClient(TransferOptions(deadline: .seconds(60), proxy: .none, maximumRedirects: 0))
        )
    }

    private static func follow(
        _ client: AirflowClient,
        _ order: Order,
        timeout: Duration = .seconds(300),
        words: inout [DAGRunPursuit.Word]
    ) throws(AirflowError) -> DAGRunPursuit.Ending {
        let pursuit = DAGRunPursuit(
            client: client,
            poll: .milliseconds(500),
            timeout: timeout,
            patience: AirflowPatience(queued: .seconds(2))
        )
        var told: [DAGRunPursuit.Word] = []
        defer { words = told }
        return try pursuit.run(order.order_id, conf: order, orderID: order.order_id, cancellation: Cancellation()) {
            told.append($0)
        }
    }

    /// Another one at each run of the tests.
    private static func id(_ name: String) -> String { "drift__\(name)__\(UUID().uuidString.lowercased())" }

    @Test("[retrain-10] [retrain-12] [retrain-15] takes an order, runs it to its end, and knows it again")
    func completes() throws {
        let order = Order(order_id: Self.id("good"))
        var words: [DAGRunPursuit.Word] = []
        #expect(try Self.follow(try Self.client(), order, words: &words) == .succeeded)
        #expect(words == [.accepted(DAGRun(id: order.order_id, state: .queued, orderID: order.order_id))])
        #expect(try Self.follow(try Self.client(), order, words: &words) == .succeeded)
        #expect(words == [.accepted(DAGRun(id: order.order_id, state: .success, orderID: order.order_id))])
    }

    @Test("[retrain-15] fails a run whose order is none")
    func fails() throws {
        let order = Order(order_id: Self.id("bad"), device: nil)
        var words: [DAGRunPursuit.Word] = []
        #expect(try Self.follow(try Self.client(), order, words: &words) == .failed)
    }

    @Test("[retrain-12] does not let one order take another's run")
    func taken() throws {
        let order = Order(order_id: Self.id("taken"))
        let client = try Self.client()
        _ = try client.trigger(order.order_id, conf: order, orderID: order.order_id)
        let error = #expect(throws: AirflowError.self) {
            try client.trigger(order.order_id, conf: order, orderID: "another")
        }
        #expect(error?.code == .conflict && error?.message.contains("for order \(order.order_id)") == true)
    }

    @Test("[retrain-11] [retrain-13] tells what is wrong")
    func refusals() throws {
        let order = Order(order_id: Self.id("none"))
        func error(_ client: AirflowClient) -> AirflowError? {
            #expect(throws: AirflowError.self) {
                try client.trigger(order.order_id, conf: order, orderID: order.order_id)
            }
        }
        let missing = error(try Self.client(dag: "no_such_dag"))
        #expect(
            missing?.code == .missing && missing?.message.contains("no such DAG") == true,
            "\(String(describing: missing))"
        )
        for wrong in [AirflowAuthentication.none, .bearer("wrong"), .password(user: "marram", password: "wrong")] {
            let refused = error(try Self.client(wrong))
            #expect(refused?.code == .credentials && refused?.isPassing == false, "\(String(describing: refused))")
        }
        let other = error(try Self.client(.bearer("x"), interface: RealAirflow.interface.other))
        #expect(other?.message.contains("whether its interface is") == true, "\(String(describing: other))")
        let conf = #expect(throws: AirflowError.self) {
            try Self.client().trigger(order.order_id, conf: [1], orderID: order.order_id)
        }
        #expect(conf?.code == .refused && conf?.message.contains("conf") == true, "\(String(describing: conf))")
    }

    @Test("[retrain-17] says that a DAG is paused")
    func paused() throws {
        let order = Order(order_id: Self.id("paused"))
        var words: [DAGRunPursuit.Word] = []
        let error = #expect(throws: AirflowError.self) {
            try Self.follow(try Self.client(dag: "marram_paused"), order, timeout: .seconds(6), words: &words)
        }
        #expect(error?.message.contains("is queued") == true && error?.message.contains("its DAG is paused") == true)
        #expect(words.last == .paused)
    }
}

/// Where the real one is.
enum RealAirflow {
    /// Its URL; nil: there is none.
    static let url = ProcessInfo.processInfo.environment["MARRAM_TEST_AIRFLOW"]
    /// Its REST interface.
    static let interface: AirflowInterface =
        ProcessInfo.processInfo.environment["MARRAM_TEST_AIRFLOW_API"] == "v1" ? .v1 : .v2
}
