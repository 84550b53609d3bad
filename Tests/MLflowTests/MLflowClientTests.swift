import Support
import Testing
import Transfer

@testable import MLflow

@Suite("A real registry")
struct MLflowClientTests {
    private let http = HTTPClient(TransferOptions(proxy: .none))

    private func client(_ registry: RegistryServer) throws -> MLflowClient {
        try MLflowClient(base: registry.url, http: http)
    }

    private func place(_ client: MLflowClient, _ text: String) throws -> MLflowArtifacts {
        try client.resolve(try #require(MLflowReference(text)))
    }

    private func failure(_ client: MLflowClient, _ text: String) throws -> MLflowError? {
        #expect(throws: MLflowError.self) { try place(client, text) }
    }

    // [mlflow-2] [mlflow-3] [mlflow-10]
    @Test("tells where a version, an alias, the latest version and a run's folder are")
    func resolves() async throws {
        let registry = try await RegistryServer.get()
        let client = try client(registry)
        let alias = try place(client, "models:/press ä@champion")
        #expect(alias.version == "2" && alias.run == registry.run)
        #expect(alias.root == .proxy(path: "1/\(registry.run)/artifacts/version 2"))
        #expect(try place(client, "models:/press ä/2").root == alias.root)
        let latest = try place(client, "models:/press ä/latest")
        #expect(latest.version == "11")
        let run = try place(client, "runs:/\(registry.run)/version 2")
        #expect(run.root == alias.root && run.version == nil)
        #expect(try place(client, "models:/bucket/1").root == .s3(url: "s3://models/prefix"))
    }

    // [mlflow-11] [mlflow-12]
    @Test("lists what is in a folder and below, and fetches a part of a file")
    func listsAndFetches() async throws {
        let client = try client(try await RegistryServer.get())
        let artifacts = try place(client, "models:/press ä@champion")
        let files = try client.list(artifacts)
        #expect(
            files == [
                MLflowFile(path: "data/weights 1.bin", size: 7), MLflowFile(path: "manifest.json", size: 2),
                MLflowFile(path: "model.onnx", size: 200_000),
            ]
        )
        var received = 0
        let range = DownloadRange(offset: 150_000, total: 200_000)
        let download = try http.download(try client.request(for: "model.onnx", in: artifacts), range: range) { span in
            for index in span.byteOffsets where unsafe span.unsafeLoad(fromByteOffset: index, as: UInt8.self) == 2 {
                received += 1
            }
        }
        #expect(download.status == 206 && download.total == 200_000 && received == 50_000)
        let small = try http.send(client.request(for: "data/weights 1.bin", in: artifacts), limit: 100)
        #expect(small.status == 200 && small.body == Array("weights".utf8))
        #expect(throws: MLflowError.self) { try client.list(artifacts, limit: 2) }
        let missing = try http.send(client.request(for: "none", in: artifacts), limit: 10_000)
        #expect(missing.status >= 400)
    }

    // [mlflow-20]
    @Test("says what is not there")
    func failures() async throws {
        let registry = try await RegistryServer.get()
        let client = try client(registry)
        let alias = try failure(client, "models:/press ä@nobody")
        #expect(alias?.message.contains("no such alias") == true, "\(String(describing: alias))")
        #expect(try failure(client, "models:/press ä/99")?.code == "RESOURCE_DOES_NOT_EXIST")
        #expect(try failure(client, "models:/nobody/latest")?.code == "RESOURCE_DOES_NOT_EXIST")
        #expect(try failure(client, "models:/nobody@x")?.isPassing == false)
        #expect(try failure(client, "runs:/0123456789abcdef0123456789abcdef/x")?.code == "RESOURCE_DOES_NOT_EXIST")
        let elsewhere = try MLflowClient(base: registry.url + "/elsewhere", http: http)
        let page = try failure(elsewhere, "models:/press ä/1")
        #expect(page?.message.contains("check the URL") == true, "\(String(describing: page))")
    }

    // [mlflow-20]
    @Test("a server that does not know its own name says how to be told it")
    func hostName() async throws {
        let registry = try await RegistryServer.get()
        var request = HTTPRequest("GET", registry.url + "/api/2.0/mlflow/experiments/get?experiment_id=0")
        request.headers.append(HTTPRequest.Header("Host", "mlflow.example"))
        let answer = try http.send(request, limit: 10_000)
        #expect(answer.status == 403)
        let reference = try #require(MLflowReference("models:/press/1"))
        let error = try client(registry).failure(reference, status: answer.status, body: answer.body)
        #expect(error.message.contains("--allowed-hosts"), "\(error)")
    }
}
