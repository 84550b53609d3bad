import Archive
import Foundation
import MQTT
import OpenInference
import Support
import Testing

@testable import API

@Suite("Inference over HTTP")
struct InferTests {
    private static let path = "/v2/models/m/infer"

    @Test("[http-10] JSON is answered in JSON with the request's own rows, its id and the version")
    func json() async throws {
        try await InferenceScene.serving { server, models in
            let body = InferenceScene.body("[[1,2],[3,4]]", shape: "[2,2]", more: #""id":"r-\u00e91","model_name":7,"#)
            let answer = try await server.send("POST", Self.path, body: Array(body.utf8))
            #expect(answer.status == 200)
            #expect(answer.header("Content-Type") == "application/json")
            #expect(answer.header("Inference-Header-Content-Length") == nil)
            #expect(answer.data == [2, 4, 6, 8])
            #expect(answer.object["id"] as? String == "r-é1")
            #expect(answer.object["model_name"] as? String == "m" && answer.object["model_version"] as? String == "3")
            let pinned = try await server.send("POST", "/v2/models/m/versions/3/infer", json: InferenceScene.body())
            #expect(pinned.data == [2, 4] && pinned.object["id"] == nil)
            let encoded = try await server.send("POST", "/v2/models/%6D/infer", json: InferenceScene.body())
            #expect(encoded.status == 200)
            let record = models.record.withLock { $0 }
            #expect(record.calls.map(\.version) == [nil, "3", nil])
            #expect(record.clients == ["127.0.0.1", "127.0.0.1", "127.0.0.1"])
        }
    }

    @Test("[http-11] binary tensors go in and out; an output that wants JSON gets it")
    func binary() async throws {
        try await InferenceScene.serving { server, _ in
            let request = InferenceScene.binary([1, 2, 3, 4])
            let headers = ["Inference-Header-Content-Length": "\(request.json)"]
            let answer = try await server.send("POST", Self.path, headers: headers, body: request.bytes)
            #expect(answer.status == 200 && answer.header("Content-Type") == "application/octet-stream")
            let length = try #require(answer.header("Inference-Header-Content-Length").flatMap { Int($0) })
            #expect(Array(answer.bytes[length...]) == InferenceScene.bytes([2, 4, 6, 8]))
            let json = try JSONSerialization.jsonObject(with: Data(answer.bytes[..<length])) as? [String: Any]
            let output = try #require((json?["outputs"] as? [[String: Any]])?.first)
            #expect(output["data"] == nil && output["shape"] as? [Int] == [2, 2])
            #expect((output["parameters"] as? [String: Any])?["binary_data_size"] as? Int == 16)
            let wish = InferenceScene.binary(
                [1, 2],
                output: #""outputs":[{"name":"y","parameters":{"binary_data":false}}]"#
            )
            let plain = try await server.send(
                "POST",
                Self.path,
                headers: ["inference-header-content-length": "\(wish.json)"],
                body: wish.bytes
            )
            #expect(plain.data == [2, 4] && plain.header("Inference-Header-Content-Length") == nil)
        }
    }

    @Test("[http-12] a raw body is the only input; all outputs come back binary")
    func raw() async throws {
        try await InferenceScene.serving { server, _ in
            let headers = ["Inference-Header-Content-Length": "0"]
            let answer = try await server.send(
                "POST",
                Self.path,
                headers: headers,
                body: InferenceScene.bytes([1, 2, 3, 4])
            )
            let length = try #require(answer.header("Inference-Header-Content-Length").flatMap { Int($0) })
            #expect(Array(answer.bytes[length...]) == InferenceScene.bytes([2, 4, 6, 8]))
            let odd = try await server.send("POST", Self.path, headers: headers, body: [1, 2, 3])
            #expect(odd.status == 400)
            let out = try await server.send("POST", "/v2/models/out/infer", headers: headers, body: [1, 2, 3, 4])
            #expect(out.status == 503 && out.header("Retry-After") != nil)
        }
    }

    @Test("[http-13] classification gives the highest classes with their names, in JSON and in binary")
    func classification() async throws {
        try await InferenceScene.serving { server, _ in
            let wish = #""outputs":[{"name":"y","parameters":{"classification":1}}],"#
            let answer = try await server.send(
                "POST",
                Self.path,
                json: InferenceScene.body("[1,2,4,3]", shape: "[2,2]", more: wish)
            )
            let output = try #require((answer.object["outputs"] as? [[String: Any]])?.first)
            #expect(output["datatype"] as? String == "BYTES" && output["shape"] as? [Int] == [2, 1])
            #expect(output["data"] as? [String] == ["4.0:1:dog", "8.0:0:cat"])
            let binary = #""outputs":[{"name":"y","parameters":{"classification":5,"binary_data":true}}],"#
            let packed = try await server.send("POST", Self.path, json: InferenceScene.body("[1,2]", more: binary))
            let length = try #require(packed.header("Inference-Header-Content-Length").flatMap { Int($0) })
            #expect(
                Array(packed.bytes[length...])
                    == [9, 0, 0, 0] + Array("4.0:1:dog".utf8) + [9, 0, 0, 0] + Array("2.0:0:cat".utf8)
            )
            let wrong = #""outputs":[{"name":"y","parameters":{"classification":"two"}}],"#
            #expect(try await server.send("POST", Self.path, json: InferenceScene.body(more: wrong)).status == 400)
        }
    }

    @Test(
        "[http-14] gzip and deflate are taken and given; lengths count what is unpacked",
        arguments: ["gzip", "deflate"]
    )
    func packed(name: String) async throws {
        try await InferenceScene.serving { server, _ in
            let packing = try #require(Packing(rawValue: name))
            let request = InferenceScene.binary((0..<400).map { Float($0) })
            let answer = try await server.send(
                "POST",
                Self.path,
                headers: [
                    "Content-Encoding": name, "Accept-Encoding": name,
                    "Inference-Header-Content-Length": "\(request.json)",
                ],
                body: try packing.pack(request.bytes)
            )
            #expect(answer.status == 200 && answer.header("Content-Encoding") == name)
            let length = try #require(answer.header("Inference-Header-Content-Length").flatMap { Int($0) })
            let bytes = try packing.unpack(answer.bytes, limit: 1 << 20)
            #expect(Array(bytes[length...]) == InferenceScene.bytes((0..<400).map { Float($0) * 2 }))
        }
    }

    @Test("[http-15] chunked bodies and those of any content type are taken")
    func chunked() async throws {
        try await InferenceScene.serving { server, _ in
            let body = InferenceScene.body()
            let (first, rest) = (body.prefix(20), body.dropFirst(20))
            let record = try await server.speak(
                .send("POST \(Self.path) HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"),
                .send("Content-Type: application/octet-stream\r\nConnection: close\r\n\r\n"),
                .send("\(String(first.utf8.count, radix: 16))\r\n\(first)\r\n"),
                .send("\(String(rest.utf8.count, radix: 16))\r\n\(rest)\r\n0\r\n\r\n"),
                .hearAll
            )
            #expect(record.statuses == ["200"])
            #expect(record.text.contains("[2.0,4.0]"))
        }
    }

    @Test(
        "[http-20] every error has its status and says why",
        arguments: [
            ("m", "{", 400), ("m", "[]", 400), ("m", "", 400), ("m", "{}", 400), ("m", #"{"inputs":{}}"#, 400),
            ("m", InferenceScene.body("[1]"), 400), ("m", InferenceScene.body(#"[1,"a"]"#), 400),
            ("m", InferenceScene.body("[1,null]"), 400), ("m", InferenceScene.body("[1,NaN]"), 400),
            ("m", InferenceScene.body("[1,2]", shape: "[1,-2]"), 400),
            ("m", InferenceScene.body("[]", shape: "[9223372036854775807,9]"), 400),
            ("m", InferenceScene.body().replacing("FP32", with: "FP31"), 400),
            ("m", InferenceScene.body().replacing(#""x""#, with: #""z""#), 400),
            ("nobody", InferenceScene.body(), 404), ("m/versions/9", InferenceScene.body(), 404),
            ("m", String(repeating: " ", count: 1 << 20) + "{}", 413),
            ("overloaded", InferenceScene.body(), 503), ("not_ready", InferenceScene.body(), 503),
            ("internal", InferenceScene.body(), 500),
        ]
    )
    func errors(model: String, body: String, status: Int) async throws {
        try await InferenceScene.serving { server, _ in
            let answer = try await server.send("POST", "/v2/models/\(model)/infer", json: body)
            #expect(answer.status == status)
            #expect(answer.error?.isEmpty == false)
            #expect(answer.object.count == 1 && answer.header("Content-Type") == "application/json")
            #expect((answer.header("Retry-After") != nil) == (status == 503))
        }
    }

    @Test(
        "[http-21] lies about the length of the JSON are refused",
        arguments: ["-1", "x", "1e2", "999999", "99999999999999999999", "3"]
    )
    func lengths(length: String) async throws {
        try await InferenceScene.serving { server, _ in
            let request = InferenceScene.binary([1, 2])
            let headers = ["Inference-Header-Content-Length": length]
            let answer = try await server.send("POST", Self.path, headers: headers, body: request.bytes)
            #expect(answer.status == 400 && answer.error?.isEmpty == false)
        }
    }

    @Test("[http-22] of a model that fails a client learns an id, the log the reason")
    func failure() async throws {
        try await InferenceScene.serving { server, _ in
            let answer = try await server.send("POST", "/v2/models/internal/infer", json: InferenceScene.body())
            let error = try #require(answer.error)
            #expect(!error.contains("secret") && error.contains("trace"))
            #expect(server.log.all.contains { $0.contains("secret of internal") })
        }
    }
}
