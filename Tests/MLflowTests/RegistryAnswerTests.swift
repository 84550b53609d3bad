import Support
import Testing
import Transfer

@testable import MLflow

@Suite("What a registry may answer")
struct RegistryAnswerTests {
    private static let path = "/api/2.0/mlflow"
    private let http = HTTPClient(TransferOptions(proxy: .none))

    /// A server that gives version 1, and its files at a place.
    private func server(at uri: String, status: String = "READY", files: String = "{}") throws -> StandInServer {
        try StandInServer { request, line in
            let target = request.target.split(separator: "?").first.map(String.init) ?? ""
            switch target {
            case "\(Self.path)/model-versions/get":
                line.answer(
                    body: Array("{\"model_version\":{\"name\":\"m\",\"version\":\"1\",\"status\":\"\(status)\"}}".utf8)
                )
            case "\(Self.path)/model-versions/get-download-uri":
                line.answer(
                    body: Array(
                        "{\"artifact_uri\":\"\(uri.replacing("PORT", with: request.header("Host") ?? ""))\"}".utf8
                    )
                )
            case "/api/2.0/mlflow-artifacts/artifacts": line.answer(body: Array(files.utf8))
            default: line.answer(404)
            }
        }
    }

    private func resolve(
        _ server: StandInServer,
        _ authentication: MLflowAuthentication = .none
    ) throws -> (client: MLflowClient, place: MLflowArtifacts) {
        let client = try MLflowClient(base: server.url("/"), authentication: authentication, http: http)
        return (client, try client.resolve(.version(model: "m", version: "1")))
    }

    private func message(_ body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch {
            return "\(error)"
        }
    }

    // [mlflow-10]
    @Test(
        "finds files that are served by the registry, and files in a bucket",
        arguments: [
            ("mlflow-artifacts:/1/r/artifacts/a b", .proxy(path: "1/r/artifacts/a b")),
            ("mlflow-artifacts://PORT/1/r/artifacts", .proxy(path: "1/r/artifacts")),
            ("http://PORT/api/2.0/mlflow-artifacts/artifacts/1/a%20b/", .proxy(path: "1/a b")),
            ("s3://bucket/1/a b/", .s3(url: "s3://bucket/1/a b")),
        ] as [(String, MLflowArtifacts.Root)]
    )
    func finds(uri: String, root: MLflowArtifacts.Root) throws {
        #expect(try resolve(server(at: uri)).place.root == root)
    }

    // [mlflow-10] [mlflow-13]
    @Test(
        "refuses places that a device cannot reach, or that leave the registry",
        arguments: [
            ("/var/mlflow/1", "--serve-artifacts"), ("file:///var/mlflow", "--serve-artifacts"),
            ("gs://bucket/x", "--serve-artifacts"), ("dbfs:/x", "--serve-artifacts"),
            ("mlflow-artifacts://elsewhere.example:5000/1", "another server"),
            ("https://elsewhere.example/x", "another server"),
            ("http://user@elsewhere.example/x", "--serve-artifacts"), ("mlflow-artifacts:/../secrets", "cannot be one"),
            ("mlflow-artifacts:/1/../../x", "cannot be one"), ("mlflow-artifacts:/", "cannot be one"),
            ("http://PORT/api/2.0/mlflow-artifacts/artifacts/1/%2e%2e/x", "cannot be one"),
        ]
    )
    func refusesPlaces(uri: String, wanted: String) throws {
        let text = message { _ = try resolve(server(at: uri)) }
        #expect(text.contains(wanted), "\(text)")
    }

    // [mlflow-4]
    @Test("a version that is not ready is refused", arguments: ["PENDING_REGISTRATION", "FAILED_REGISTRATION"])
    func notReady(status: String) throws {
        let error = #expect(throws: MLflowError.self) {
            try resolve(server(at: "mlflow-artifacts:/1", status: status))
        }
        #expect(error?.code == "NotReady" && error?.isPassing == (status == "PENDING_REGISTRATION"))
    }

    // [mlflow-12]
    @Test(
        "a list that leaves its folder, or does not end, is refused",
        arguments: [
            "{\"files\":[{\"path\":\"../x\",\"is_dir\":false}]}", "{\"files\":[{\"path\":\"/x\",\"is_dir\":false}]}",
            "{\"files\":[{\"path\":\"a\\\\b\",\"is_dir\":false}]}", "{\"files\":[{\"path\":\"a\",\"is_dir\":true}]}",
            "{\"files\":[{\"path\":\"\",\"is_dir\":false}]}", "{\"files\":3}", "<html></html>",
        ]
    )
    func refusesLists(files: String) throws {
        let (client, place) = try resolve(server(at: "mlflow-artifacts:/1", files: files))
        #expect(throws: MLflowError.self) { try client.list(place) }
        for path in ["../x", "", "/x", "a/../../x", "a\nb"] {
            #expect(throws: MLflowError.self) { try client.request(for: path, in: place) }
        }
    }

    // [mlflow-30] [mlflow-31]
    @Test(
        "every request proves the client, and errors do not tell with what",
        arguments: [
            (.bearer("t0ken"), "Bearer t0ken"), (.basic(user: "ada", password: "pä:ss"), "Basic YWRhOnDDpDpzcw=="),
        ] as [(MLflowAuthentication, String)]
    )
    func proves(authentication: MLflowAuthentication, header: String) throws {
        let server = try server(at: "mlflow-artifacts:/1", files: "{\"files\":[]}")
        let (client, place) = try resolve(server, authentication)
        _ = try client.list(place)
        _ = try http.send(try client.request(for: "a b", in: place), limit: 0)
        #expect(server.requests.value.map { $0.header("Authorization") } == Array(repeating: header, count: 4))
        #expect(server.requests.value.last?.target == "/api/2.0/mlflow-artifacts/artifacts/1/a%20b")
        var dumped = "\(authentication) \(String(reflecting: authentication))"
        dump(authentication, to: &dumped)
        #expect(!dumped.contains("t0ken") && !dumped.contains("ss"))
    }

    // [mlflow-31]
    @Test("a redirect to another server does not take the token along")
    func redirect() throws {
        let other = try StandInServer { _, line in line.answer(404) }
        let server = try StandInServer { _, line in line.answer(302, headers: ["Location": other.url("/x")]) }
        let client = try MLflowClient(base: server.url(""), authentication: .bearer("t0ken"), http: http)
        #expect(throws: MLflowError.self) { try client.resolve(.version(model: "m", version: "1")) }
        #expect(server.requests.value.first?.header("Authorization") == "Bearer t0ken")
        #expect(other.requests.value.map { $0.header("Authorization") } == [nil])
    }

    // [mlflow-20]
    @Test(
        "says what an answer means",
        arguments: [
            (401, "You are not authenticated", "a token, or a name and a password", false),
            (403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"Permission denied\"}", "refused access", false),
            (403, "Invalid Host header - possible DNS rebinding attack detected", "--allowed-hosts", false),
            (404, "<!doctype html><html>", "it answers a web page", false),
            (200, "<!doctype html><html>", "but a web page", false),
            (500, "{\"error_code\":\"INTERNAL_ERROR\",\"message\":\"a\\n b\"}", "500 INTERNAL_ERROR (a b)", true),
            (503, "busy", "--serve-artifacts", true),
        ]
    )
    func says(status: Int, body: String, wanted: String, isPassing: Bool) throws {
        let server = try StandInServer { _, line in line.answer(status, body: Array(body.utf8)) }
        let client = try MLflowClient(base: server.url(""), http: http)
        let error = #expect(throws: MLflowError.self) { try client.resolve(.version(model: "m", version: "1")) }
        #expect(error?.message.contains(wanted) == true, "\(String(describing: error))")
        #expect(error?.message.hasPrefix("models:/m/1") == true)
        #expect(error?.isPassing == isPassing)
    }

    // [mlflow-30]
    @Test(
        "refuses a URL that cannot be the server's, and a token that cannot be sent",
        arguments: [
            ("mlflow.example", .none), ("ftp://mlflow.example", .none), ("http://a:b@mlflow.example", .none),
            ("http://mlflow.example/?x=y", .none), ("http://", .none), ("http://x#y", .none),
            ("http://mlflow.example", .bearer("a\r\nb")), ("http://mlflow.example", .bearer("")),
            ("http://mlflow.example", .basic(user: "a:b", password: "c")),
        ] as [(String, MLflowAuthentication)]
    )
    func refusesURL(base: String, authentication: MLflowAuthentication) {
        #expect(throws: MLflowError.self) { try MLflowClient(base: base, authentication: authentication, http: http) }
    }
}
