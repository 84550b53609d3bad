import Foundation
import MQTT
import OpenInference
import Support
import Testing

@testable import API

@Suite("Models over HTTP")
struct ModelRoutesTests {
    @Test("[http-1] the server lives, says what it is, and is ready where nothing but what was unloaded is missing")
    func server() async throws {
        try await InferenceScene.serving { server, _ in
            #expect(try await server.send("GET", "/v2/health/live").object["live"] as? Bool == true)
            #expect(try await server.send("GET", "/v2/health/ready").object["ready"] as? Bool == true)
            let about = try await server.send("GET", "/v2").object
            #expect(about["name"] as? String == "marram" && about["version"] as? String == "1.2.3")
            #expect((about["extensions"] as? [String])?.contains("binary_tensor_data") == true)
        }
    }

    @Test("[http-2] metadata, readiness and configuration tell of the version that serves")
    func about() async throws {
        try await InferenceScene.serving { server, _ in
            for path in ["/v2/models/m", "/v2/models/m/versions/3"] {
                let metadata = try await server.send("GET", path).object
                #expect(metadata["platform"] as? String == "onnx_onnxv1" && metadata["versions"] as? [String] == ["3"])
                let input = try #require((metadata["inputs"] as? [[String: Any]])?.first)
                #expect(input["datatype"] as? String == "FP32" && input["shape"] as? [Int] == [-1, 2])
                #expect(try await server.send("GET", path + "/ready").status == 200)
                let configuration = try await server.send("GET", path + "/config").object
                #expect(configuration["max_batch_size"] as? Int == 16)
                let port = try #require((configuration["input"] as? [[String: Any]])?.first)
                #expect(port["data_type"] as? String == "TYPE_FP32" && port["dims"] as? [Int] == [2])
            }
        }
    }

    @Test(
        "[http-3] what is unknown is 404, what is out of service 503",
        arguments: [("nobody", 404), ("m/versions/4", 404), ("out", 503)],
        ["", "/ready", "/config"]
    )
    func missing(_ model: (String, Int), path: String) async throws {
        try await InferenceScene.serving { server, _ in
            let answer = try await server.send("GET", "/v2/models/\(model.0)\(path)")
            #expect(answer.status == model.1 && answer.error?.isEmpty == false)
        }
    }

    @Test("[http-4] statistics count requests, rows and runs by their size")
    func statistics() async throws {
        try await InferenceScene.serving { server, _ in
            for path in ["/v2/models/stats", "/v2/models/m/stats", "/v2/models/m/versions/3/stats"] {
                let all = try #require(try await server.send("GET", path).object["model_stats"] as? [[String: Any]])
                #expect(all.count == 1 && all[0]["name"] as? String == "m" && all[0]["version"] as? String == "3")
                #expect(all[0]["inference_count"] as? Int == 5 && all[0]["execution_count"] as? Int == 1)
                #expect(all[0]["last_inference"] as? Int == 1_700_000_000_000)
                let inference = try #require(all[0]["inference_stats"] as? [String: [String: Int]])
                #expect(inference["success"] == ["count": 2, "ns": 3_000_000])
                #expect(inference["compute_infer"] == ["count": 2, "ns": 14000])
                let batch = try #require((all[0]["batch_stats"] as? [[String: Any]])?.first)
                #expect(batch["batch_size"] as? Int == 5)
            }
            #expect(try await server.send("GET", "/v2/models/nobody/stats").status == 404)
            #expect(try await server.send("GET", "/v2/models/m/versions/9/stats").status == 404)
            let none = try await server.send("GET", "/v2/models/out/stats").object["model_stats"] as? [Any]
            #expect(none?.isEmpty == true)
        }
    }

    @Test("[http-5] the index is an array of all models, or of those that are ready", arguments: ["", "/site"])
    func index(repository: String) async throws {
        try await InferenceScene.serving { server, _ in
            let path = "/v2/repository\(repository)/index"
            let all = try await server.send("POST", path)
            #expect(all.array.map { $0["name"] as? String } == ["m", "out"])
            #expect(all.array.map { $0["state"] as? String } == ["READY", "UNAVAILABLE"])
            #expect(all.array[0]["version"] as? String == "3" && all.array[1]["reason"] as? String == "unloaded")
            #expect(try await server.send("POST", path, json: #"{"ready":true}"#).array.count == 1)
            #expect(try await server.send("POST", path, json: "{").status == 400)
            #expect(try await server.send("POST", path, json: "[]").status == 400)
        }
    }

    @Test("[http-6] models are loaded and unloaded, with an empty answer", arguments: ["", "/site"])
    func change(repository: String) async throws {
        try await InferenceScene.serving { server, models in
            let path = "/v2/repository\(repository)/models"
            let loaded = try await server.send("POST", path + "/m/load", json: "{}")
            #expect(loaded.status == 200 && loaded.bytes.isEmpty)
            let wish = #"{"parameters":{"unload_dependents":false}}"#
            #expect(try await server.send("POST", path + "/m/unload", json: wish).status == 200)
            #expect(try await server.send("POST", path + "/m/unload").status == 200)
            let record = models.record.withLock { $0 }
            #expect(record.loaded == ["m"] && record.unloaded == ["m", "m"])
        }
    }

    @Test("[http-7] a model is not taken from a request; what stands in the way has its status")
    func refusals() async throws {
        try await InferenceScene.serving { server, models in
            for parameters in [#"{"config":"{}"}"#, #"{"file:1/model.onnx":"AAAA"}"#] {
                let body = #"{"parameters":\#(parameters)}"#
                let answer = try await server.send("POST", "/v2/repository/models/m/load", json: body)
                #expect(answer.status == 400 && answer.error?.contains("verified") == true)
            }
            let loaded = models.record.withLock { $0.loaded }
            #expect(loaded.isEmpty)
            for (model, status) in [("nobody", 404), ("busy", 409), ("late", 503)] {
                for verb in ["load", "unload"] {
                    let answer = try await server.send("POST", "/v2/repository/models/\(model)/\(verb)")
                    #expect(answer.status == status && answer.error?.isEmpty == false)
                    #expect((answer.header("Retry-After") != nil) == (status == 503))
                }
            }
        }
    }

    @Test("[http-8] what the metadata does not name is not there, and other verbs are refused")
    func others() async throws {
        try await InferenceScene.serving { server, _ in
            for path in [
                "/v2/systemsharedmemory/status", "/v2/cudasharedmemory/status", "/v2/trace/setting", "/v2/logging",
            ] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 404 && answer.error != nil)
            }
            #expect(try await server.send("GET", "/v2/models/m/infer").status == 405)
            #expect(try await server.send("DELETE", "/v2/models/m").status == 405)
        }
    }

    @Test("[http-9] who has a reader's token asks, an operator's changes models; health is open to all")
    func roles() async throws {
        let tokens = try TokensFile()
        let routes = InferenceRoutes(
            models: FakeServing(),
            version: "1",
            limits: RequestLimits(bytes: 1 << 20),
            nonFinite: .error
        )
        try await RoutedServer.serving([routes], settings: { $0.tokensFile = tokens.path }) {
            (server: RoutedServer) async throws -> Void in
            #expect(try await server.send("GET", "/v2/health/live").status == 200)
            #expect(try await server.send("GET", "/v2/health/ready").status == 200)
            for path in ["/v2", "/v2/models/m", "/v2/models/m/ready", "/v2/models/stats"] {
                #expect(try await server.send("GET", path).status == 401)
                #expect(try await server.send("GET", path, headers: tokens.headers(tokens.reader)).status == 200)
            }
            let infer = "/v2/models/m/infer"
            #expect(try await server.send("POST", infer, json: InferenceScene.body()).status == 401)
            let reader = tokens.headers(tokens.reader)
            #expect(try await server.send("POST", infer, headers: reader, json: InferenceScene.body()).status == 200)
            for verb in ["load", "unload"] {
                let path = "/v2/repository/models/m/\(verb)"
                #expect(try await server.send("POST", path, headers: reader).status == 403)
                #expect(try await server.send("POST", path, headers: tokens.headers(tokens.chief)).status == 200)
            }
        }
    }
}
