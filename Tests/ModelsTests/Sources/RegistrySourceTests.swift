import Foundation
import Models
import Support
import Testing
import Transfer

@Suite("Bundles in S3 and MLflow")
struct RegistrySourceTests {
    private static let environment = ["AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "secret"]

    private func fetch(
        _ bundle: PressBundle,
        _ url: String,
        _ options: SourceOptions,
        _ scene: FetchScene,
        policy: FetchPolicy = FetchPolicy()
    ) throws -> BundleFetch {
        var options = options
        options.transfer.proxy = .none
        let access = SourceAccess(options: options, environment: Self.environment)
        let order = FetchOrder(location: try SourceLocation(url), trust: bundle.trust)
        return BundleFetch(order, into: try scene.staging(), access: access, policy: policy, pace: scene.pace)
    }

    @Test("come from S3 by signed requests, ranges and all [store-6]", arguments: ["manifest.json", "press.tar"])
    func s3(_ name: String) throws {
        let bundle = try PressBundle()
        let server = try bundle.server()
        let options = SourceOptions(s3: SourceOptions.S3(endpoint: server.url(""), region: "eu-west-1"))
        let fetch = try fetch(bundle, "s3://models/press/\(name)", options, FetchScene())
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        for request in server.requests.value {
            #expect(request.target.hasPrefix("/models/press/"))
            #expect(request.header("Authorization")?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") == true)
        }
    }

    @Test("carry no credentials to another place that the manifest names")
    func noCredentials() throws {
        let plain = try PressBundle()
        let other = try StandInServer { request, line in
            line.serve(plain.files["weights.bin"] ?? [], to: request)
        }
        // Loopback has no certificate: that the request fails is enough, as long as nothing but TLS is tried.
        let bundle = try PressBundle { $0.files[1].url = "https://127.0.0.1:\(other.port)/weights.bin" }
        let server = try bundle.server()
        var options = SourceOptions(s3: SourceOptions.S3(endpoint: server.url(""), region: "eu-west-1"))
        options.transfer.connectTimeout = .milliseconds(500)
        let policy = FetchPolicy(deadline: .milliseconds(100))
        let fetch = try fetch(bundle, "s3://models/press/manifest.json", options, FetchScene(), policy: policy)
        let id = try fetch.manifest().id
        #expect(throws: UpdateError.self) { try fetch.files(of: id) }
        #expect(other.requests.value.allSatisfy { $0.header("Authorization") == nil })
    }

    @Test("come from MLflow by way of its server [store-7]", arguments: ["", "#press.tar"])
    func mlflow(_ fragment: String) throws {
        let bundle = try PressBundle()
        let archive = bundle.archive()
        let server = try StandInServer { request, line in
            let path = request.target.split(separator: "?").first.map(String.init) ?? ""
            switch path {
            case "/api/2.0/mlflow/registered-models/alias":
                let version = #"{"model_version":{"name":"press","version":"8","run_id":"r1","status":"READY"}}"#
                line.answer(200, body: Array(version.utf8))
            case "/api/2.0/mlflow/model-versions/get-download-uri":
                line.answer(200, body: Array(#"{"artifact_uri":"mlflow-artifacts:/1/r1/artifacts/model"}"#.utf8))
            default:
                let name = String(path.split(separator: "/").last ?? "")
                guard path == "/api/2.0/mlflow-artifacts/artifacts/1/r1/artifacts/model/\(name)",
                    let bytes = name == "press.tar" ? archive : bundle.files[name]
                else { return _ = line.answer(404) }
                line.serve(bytes, etag: "\"a\"", to: request)
            }
        }
        let options = SourceOptions(mlflow: SourceOptions.MLflow(url: server.url(""), token: "t0ken"))
        let fetch = try fetch(bundle, "mlflow:models:/press@champion" + fragment, options, FetchScene())
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        #expect(server.requests.value.allSatisfy { $0.header("Authorization") == "Bearer t0ken" })
    }

    @Test("say what to set where no registry is configured")
    func noRegistry() throws {
        let fetch = try fetch(PressBundle(), "mlflow:models:/press@champion", SourceOptions(), FetchScene())
        #expect { try fetch.manifest() } throws: { "\($0)".contains("updates.mlflow.url") }
    }
}
