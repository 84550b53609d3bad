import Support
import Testing
import Transfer

@testable import Airflow

@Suite("A run that is asked for and followed")
struct DAGRunPursuitTests {
    private static let id = "drift__press-ae__1"

    /// What a pursuit told, and how it ended.
    private struct Course {
        var words: [DAGRunPursuit.Word] = []
        var ending: DAGRunPursuit.Ending?
        var error: AirflowError?

        var accepted: Int {
            words.count { if case .accepted = $0 { true } else { false } }
        }
        var troubles: [AirflowError] {
            words.compactMap { if case .trouble(let error) = $0 { error } else { nil } }
        }
    }

    private func follow(
        _ server: RecordedAirflow,
        _ interface: AirflowInterface = .v2,
        dag: String,
        timeout: Duration = .seconds(120),
        queued: Duration = .seconds(60),
        cancellation: Cancellation = Cancellation(),
        onWord: (DAGRunPursuit.Word) -> Void = { _ in }
    ) throws -> Course {
        let pursuit = DAGRunPursuit(
            client: try AirflowClientTests.client(server, interface, dag: dag),
            poll: .milliseconds(5),
            timeout: timeout,
            patience: AirflowPatience(base: .milliseconds(2), cap: .milliseconds(8), queued: queued)
        )
        var course = Course()
        do throws(AirflowError) {
            course.ending = try pursuit.run(Self.id, conf: Conf(), orderID: Self.id, cancellation: cancellation) {
                course.words.append($0)
                onWord($0)
            }
        } catch {
            course.error = error
        }
        return course
    }

    @Test("[retrain-15] is accepted once and seen to its end", arguments: AirflowInterface.allCases)
    func ends(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        let good = try follow(server, interface, dag: "press")
        #expect(
            good.ending == .succeeded
                && good.words == [.accepted(DAGRun(id: Self.id, state: .queued, orderID: Self.id))]
        )
        let bad = try follow(server, interface, dag: "failing")
        #expect(bad.ending == .failed && bad.accepted == 1)
    }

    @Test("[retrain-15] is found again after a restart, and not asked for twice")
    func again() async throws {
        let server = try await RecordedAirflow.start()
        _ = try follow(server, dag: "press")
        let course = try follow(server, dag: "press")
        #expect(course.ending == .succeeded && course.accepted == 1)
        #expect(try server.requests().count { $0.method == "POST" && $0.path.hasSuffix("/dagRuns") } == 2)
    }

    @Test(
        "[retrain-12] [retrain-16] outlives a lost answer: the run is there, and it is ours",
        arguments: AirflowInterface.allCases
    )
    func lost(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        let course = try follow(server, interface, dag: "lost")
        #expect(course.ending == .succeeded && course.accepted == 1)
        #expect(course.troubles.map(\.code) == [.unreachable])
    }

    @Test("[retrain-16] outlives what passes, and tells it once", arguments: ["once", "busy", "expiring"])
    func passing(dag: String) async throws {
        let server = try await RecordedAirflow.start()
        let course = try follow(server, dag: dag)
        #expect(course.ending == .succeeded && course.accepted == 1)
        #expect(course.troubles.count == (dag == "expiring" ? 0 : 1))
    }

    @Test(
        "[retrain-16] gives up at once what does not pass",
        arguments: ["missing", "refused", "taken", "page", "forbidden"]
    )
    func final(dag: String) async throws {
        let course = try follow(try await RecordedAirflow.start(), dag: dag)
        #expect(course.error?.isPassing == false && course.words == [])
    }

    @Test("[retrain-16] gives up when its time is up, and says what was wrong")
    func deadline() async throws {
        let silent = try StandInServer { _, line in line.answer(503, body: Array("x".utf8)) }
        let pursuit = DAGRunPursuit(
            client: try AirflowClient(
                base: silent.url(""),
                interface: .v1,
                dag: "press",
                authentication: .none,
                http: HTTPClient(TransferOptions(proxy: .none))
            ),
            poll: .milliseconds(5),
            timeout: .seconds(1),
            patience: AirflowPatience(base: .milliseconds(2), cap: .milliseconds(8))
        )
        var words: [DAGRunPursuit.Word] = []
        let error = #expect(throws: AirflowError.self) {
            try pursuit.run(Self.id, conf: Conf(), orderID: Self.id, cancellation: Cancellation()) { words.append($0) }
        }
        #expect(
            error?.code == .deadline && error?.message.contains("answered 503") == true,
            "\(String(describing: error))"
        )
        #expect(words.count == 1 && silent.requests.value.count > 1)
    }

    @Test("[retrain-17] that waits since its DAG is paused says so, and in the end too")
    func paused() async throws {
        let server = try await RecordedAirflow.start()
        let course = try follow(server, dag: "paused", timeout: .seconds(1), queued: .milliseconds(10))
        #expect(course.words.last == .paused && course.words.count == 2)
        #expect(course.error?.code == .deadline && course.error?.message.contains("its DAG is paused") == true)
        let hushed = try follow(server, dag: "hushed", timeout: .seconds(1), queued: .milliseconds(10))
        #expect(hushed.troubles.map(\.code) == [.credentials] && hushed.error?.code == .deadline)
    }

    @Test("[retrain-16] that somebody has deleted is no more followed")
    func deleted() async throws {
        let course = try follow(try await RecordedAirflow.start(), dag: "deleted")
        #expect(course.error?.code == .missing && course.accepted == 1)
    }

    @Test("[retrain-18] is let go of when the program ends, in the middle of a pause or of a call")
    func stopped() async throws {
        let cancellation = Cancellation()
        let course = try follow(try await RecordedAirflow.start(), dag: "paused", cancellation: cancellation) { word in
            if case .accepted = word { cancellation.cancel() }
        }
        #expect(course.ending == .stopped && course.accepted == 1)
        let asked = Watched(false)
        let silent = try StandInServer { _, line in
            asked.change { $0 = true }
            line.stall()
        }
        let pursuit = DAGRunPursuit(
            client: try AirflowClient(
                base: silent.url(""),
                interface: .v2,
                dag: "press",
                authentication: .none,
                http: HTTPClient(TransferOptions(proxy: .none))
            ),
            poll: .seconds(1),
            timeout: .seconds(600)
        )
        let ending = try pursuit.run(
            Self.id,
            conf: Conf(),
            orderID: Self.id,
            cancellation: Cancellation(when: { asked.value })
        ) { _ in }
        #expect(ending == .stopped)
    }

    @Test("[retrain-16] waits longer after each failure, never together with others, and as long as the server asks")
    func pauses() {
        for (random, factor) in [(0.0, 0.5), (0.5, 0.75)] {
            let patience = AirflowPatience(base: .seconds(2), cap: .seconds(30), random: { random })
            let pauses = [1, 2, 4, 5, 100].map { patience.pause(afterFailures: $0, asked: nil) / .seconds(1) }
            #expect(pauses == [2.0, 4, 16, 30, 30].map { $0 * factor })
            #expect(patience.pause(afterFailures: 1, asked: .seconds(77)) == .seconds(77))
        }
    }
}
