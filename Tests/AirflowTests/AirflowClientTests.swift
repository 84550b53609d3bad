import Support
import Testing
import Transfer

@testable import Airflow

@Suite("Airflow's REST interfaces")
struct AirflowClientTests {
    static let secret = AirflowAuthentication.password(user: "marram", password: "secret")
    private static let id = "drift__press-ae__1"

    static func client(
        _ server: RecordedAirflow,
        _ interface: AirflowInterface,
        dag: String = "press",
        _ authentication: AirflowAuthentication = secret,
        path: String = ""
    ) throws -> AirflowClient {
        try AirflowClient(
            base: server.url + path,
            interface: interface,
            dag: dag,
            authentication: authentication,
            http: HTTPClient(TransferOptions(deadline: .seconds(30), proxy: .none, maximumRedirects: 0))
        )
    }

    private func failure(_ client: AirflowClient) -> AirflowError? {
        do throws(AirflowError) {
            _ = try client.trigger(Self.id, conf: Conf(), orderID: Self.id)
            return nil
        } catch {
            return error
        }
    }

    @Test("[retrain-10] take a run, tell how far it is, and see it through", arguments: AirflowInterface.allCases)
    func runs(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        let client = try Self.client(server, interface)
        let run = try client.trigger(Self.id, conf: Conf(), orderID: Self.id)
        #expect(run == DAGRun(id: Self.id, state: .queued, orderID: Self.id))
        #expect(try (0..<3).map { _ in try client.run(Self.id).state } == [.queued, .running, .success])
        #expect(try !client.isPaused())
        let request = try #require(try server.requests().first { $0.path.hasSuffix("/dagRuns") })
        #expect(request.method == "POST" && request.path == "/api/\(interface.rawValue)/dags/press/dagRuns")
        #expect(request.body["dag_run_id"] as? String == Self.id)
        #expect((request.body["conf"] as? [String: String])?["reason"] == "ü \"/")
        #expect(request.body.keys.contains("logical_date") == (interface == .v2))
    }

    @Test(
        "[retrain-12] a run that is there already for the same order is as good as a new one",
        arguments: AirflowInterface.allCases
    )
    func again(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        let client = try Self.client(server, interface)
        _ = try client.trigger(Self.id, conf: Conf(), orderID: Self.id)
        #expect(try client.trigger(Self.id, conf: Conf(), orderID: Self.id).orderID == Self.id)
        let taken = failure(try Self.client(server, interface, dag: "taken"))
        #expect(taken?.code == .conflict && taken?.isPassing == false)
        #expect(taken?.message.contains("for order drift__other__1") == true, "\(String(describing: taken))")
        let clash = failure(try Self.client(server, interface, dag: "clash"))
        #expect(clash?.code == .conflict, "\(String(describing: clash))")
    }

    @Test("[retrain-11] prove themselves as each server wants it")
    func credentials() async throws {
        let server = try await RecordedAirflow.start()
        _ = try Self.client(server, .v1).isPaused()
        _ = try Self.client(server, .v1, .bearer("given")).isPaused()
        _ = try Self.client(server, .v2).isPaused()
        _ = try Self.client(server, .v2, .bearer("given")).isPaused()
        let authorizations = try server.requests().map { $0.authorization ?? "none" }
        #expect(
            authorizations == [
                "Basic bWFycmFtOnNlY3JldA==", "Bearer given", "none", "Bearer eyJ.0.x", "Bearer given",
            ]
        )
    }

    @Test("[retrain-11] a token that has expired is asked for anew, and a token is asked for once")
    func expiry() async throws {
        let server = try await RecordedAirflow.start()
        let client = try Self.client(server, .v2, dag: "expiring")
        for _ in 0..<5 { _ = try client.isPaused() }
        let requests = try server.requests()
        #expect(requests.count { $0.path == "/auth/token" } == 3)
        #expect(requests.count { $0.path == "/api/v2/dags/expiring" } == 7)
    }

    @Test("[retrain-11] credentials that are wrong, or may not do it, are final", arguments: AirflowInterface.allCases)
    func refusedCredentials(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        for authentication in [
            AirflowAuthentication.none, .bearer("wrong"), .password(user: "marram", password: "wrong"),
        ] {
            let error = failure(try Self.client(server, interface, authentication))
            #expect(error?.code == .credentials && error?.isPassing == false, "\(String(describing: error))")
        }
        let forbidden = failure(try Self.client(server, interface, dag: "forbidden"))
        #expect(forbidden?.code == .credentials && forbidden?.isPassing == false)
        #expect(try server.requests().count { $0.path.contains("/forbidden/") } == 1)
    }

    @Test(
        "[retrain-13] what is wrong is told, and whether it is for good",
        arguments: [
            ("missing", AirflowError.Code.missing, false, "no such DAG"), ("refused", .refused, false, "conf"),
            ("once", .unavailable, true, "500"), ("busy", .unavailable, true, "429"),
            ("lost", .unreachable, true, ""), ("page", .answer, false, "a web page"), ("huge", .answer, false, ""),
            ("types", .answer, false, "interface is v"), ("other", .answer, false, "'another'"),
            ("moved", .invalid, false, "another URL"),
        ] as [(String, AirflowError.Code, Bool, String)]
    )
    func faults(dag: String, code: AirflowError.Code, isPassing: Bool, word: String) async throws {
        let server = try await RecordedAirflow.start()
        for interface in AirflowInterface.allCases {
            let error = failure(try Self.client(server, interface, dag: dag))
            #expect(error?.code == code && error?.isPassing == isPassing, "\(String(describing: error))")
            #expect(word.isEmpty || error?.message.contains(word) == true, "\(String(describing: error))")
            #expect((error?.retryAfter == .zero) == (dag == "busy"))
        }
    }

    @Test("[retrain-13] a server of the other version is told apart from a DAG that is not there")
    func elsewhere() async throws {
        let server = try await RecordedAirflow.start()
        let error = failure(try Self.client(server, .v2, .bearer("given"), path: "/base"))
        #expect(error?.code == .missing)
        #expect(
            error?.message.contains("whether its interface is v2 and not v1") == true,
            "\(String(describing: error))"
        )
    }

    @Test(
        "[retrain-14] no secret is in a message or a description, whatever a server repeats",
        arguments: AirflowInterface.allCases
    )
    func secrets(interface: AirflowInterface) async throws {
        let server = try await RecordedAirflow.start()
        for authentication in [Self.secret, .bearer("given")] {
            let error = try #require(failure(try Self.client(server, interface, dag: "echo", authentication)))
            #expect(error.message.contains("********"))
            for secret in ["secret", "given", "eyJ."] {
                let isOwn = secret == "given" ? authentication != Self.secret : authentication == Self.secret
                #expect(!isOwn || !error.message.contains(secret), "\(error)")
            }
            var text = ""
            dump(authentication, to: &text)
            #expect(!"\(authentication) \(text)".contains("secret") && !text.contains("given"))
        }
    }

    @Test(
        "[retrain-14] what cannot be sent is refused before it is",
        arguments: ["ftp://a", "http://u@h", "http://h?x", "http://h#x", "h:80"]
    )
    func urls(url: String) throws {
        #expect(throws: AirflowError.self) {
            try AirflowClient(base: url, interface: .v2, dag: "d", authentication: .none, http: HTTPClient())
        }
    }

    @Test("[retrain-14] tokens and names that do not fit a header are refused, without being told")
    func tokens() throws {
        for authentication in [
            AirflowAuthentication.bearer(""), .bearer("a b"), .bearer("a\nb"), .password(user: "a:b", password: "a b"),
        ] {
            do {
                _ = try AirflowClient(
                    base: "http://h",
                    interface: .v2,
                    dag: "d",
                    authentication: authentication,
                    http: HTTPClient()
                )
                Issue.record("it was taken")
            } catch {
                #expect(!"\(error)".contains("a b"))
            }
        }
    }

    @Test(
        "[retrain-10] identifiers that an Airflow may refuse are not sent",
        arguments: ["", "a/b", "a b", "ü", "..", String(repeating: "x", count: 201)]
    )
    func identifiers(id: String) {
        #expect(!DAGRun.isIdentifier(id))
        #expect(
            DAGRun.isIdentifier(
                "drift__" + String(repeating: "m", count: 64) + "__" + String(repeating: "a", count: 64)
            )
        )
    }
}
