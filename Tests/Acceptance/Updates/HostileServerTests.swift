import Cryptography
import Foundation
import Models
import MQTT
import Support
import Testing

/// Servers that stall, lie and listen in, and TLS that is not what it should be.
@Suite("A server that is not what it should be", .serialized)
struct HostileServerTests {
    /// A deadline so far from now.
    private static func soon(_ seconds: Double) -> String {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        return #","deadline":"\#(Date().addingTimeInterval(seconds).formatted(style))""#
    }

    @Test("[store-11] that stalls, lies about lengths or answers with errors does not hold up what serves")
    func unreliable() async throws {
        let key = try SigningKey()
        let bundle = try ForgedBundle(key)
        let files = bundle.files
        let server = try StandInServer { request, line in
            let steps = request.target.split(separator: "/").map(String.init)
            let bytes = files[steps[1]] ?? []
            let isModel = steps[1] == "model.onnx"
            switch steps[0] {
            case "mute": line.stall()
            case "half" where isModel:
                line.send("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n")
                line.send(Array(bytes.prefix(500)))
                line.stall()
            case "short" where isModel:
                line.answer(200, headers: ["Content-Length": "\(bytes.count)"], body: Array(bytes.prefix(500)))
                line.close()
            case "long" where isModel:
                line.answer(200, headers: ["Transfer-Encoding": "chunked"])
                for _ in 0..<5000 {
                    guard line.send("400\r\n" + String(repeating: "x", count: 1024) + "\r\n") else { return }
                }
            case "page" where isModel: line.answer(200, body: Array("<html>Log in</html>".utf8))
            case "endless-page":
                line.answer(200, headers: ["Transfer-Encoding": "chunked"])
                while line.send("400\r\n" + String(repeating: "{", count: 1024) + "\r\n") {}
            case "busy": line.answer(503)
            case "forbidden": line.answer(403, body: Array("secret-of-the-server".utf8))
            case "round": line.answer(302, headers: ["Location": request.target])
            case "away": line.answer(302, headers: ["Location": "file:///etc/hostname"])
            case "inside": line.answer(302, headers: ["Location": "http://169.254.169.254/latest/manifest.json"])
            case "garbage": line.send("\0\u{1}\u{2}\r\n\r\n"); line.close()
            case "other-range" where isModel && request.header("Range") != nil:
                line.answer(206, headers: ["Content-Range": "bytes 7-9/10"], body: [1, 2, 3])
            default: line.serve(bytes, to: request)
            }
        }
        let scene = try await HostileScene(key: key)
        let cases: [(String, Set<String>, Double?)] = [
            ("mute", ["deadline"], 2), ("half", ["deadline"], 2), ("short", ["deadline"], 2),
            ("long", ["too_large", "digest_mismatch", "download_failed", "deadline"], 5),
            ("page", ["digest_mismatch"], nil), ("endless-page", ["too_large"], nil), ("busy", ["deadline"], 2),
            ("forbidden", ["download_failed"], nil), ("round", ["download_failed"], nil),
            ("away", ["download_failed"], nil), ("inside", ["bad_path", "download_failed"], nil),
            ("garbage", ["download_failed", "deadline"], 2),
            ("other-range", ["download_failed", "digest_mismatch", "deadline"], 5),
        ]
        for (name, codes, seconds) in cases {
            let members = seconds.map { Self.soon($0) } ?? ""
            let ending = try await scene.install(server.url("/\(name)/manifest.json"), job: name, members: members)
            // A slow machine may get no further than the deadline in whatever it is at.
            #expect(ending.status != "SUCCEEDED" && codes.contains(ending.code), "\(name): \(ending)")
            #expect(!ending.reason.contains("secret-of-the-server"))
            try #require(scene.active == scene.original)
            let remains = try await scene.remains()
            try #require(remains.isEmpty, "\(name) left something behind")
        }
        #expect(try await scene.serves())
        let good = try await scene.install(server.url("/good/manifest.json"), job: "good")
        #expect(good.status == "SUCCEEDED" && scene.active == bundle.id, "\(good)")
        #expect(try await scene.stop().code == 0)
    }

    @Test("[mlflow-31] gets no credentials after a redirect to another origin, and no secret is told")
    func secrets() async throws {
        let key = try SigningKey()
        let bundle = try ForgedBundle(key)
        let token = "tok-3f9a8c17"
        let files = bundle.files
        let other = try StandInServer { request, line in
            line.serve(files[String(request.target.split(separator: "/").last ?? "")] ?? [], to: request)
        }
        let elsewhere = other.url("/stolen")
        let registry = try StandInServer { request, line in
            if request.target.contains("/artifacts/") {
                let name = String(request.target.split(separator: "/").last ?? "")
                line.answer(302, headers: ["Location": "\(elsewhere)/\(name)"])
            } else if request.target.contains("alias") {
                let version = #"{"name":"iris","version":"1","source":"mlflow-artifacts:/1/a/artifacts/iris"}"#
                line.answer(200, body: Array(#"{"model_version":\#(version)}"#.utf8))
            } else {
                line.answer(200, body: Array(#"{"artifact_uri":"mlflow-artifacts:/1/a/artifacts/iris"}"#.utf8))
            }
        }
        let url = registry.url("")
        let folder = try TemporaryFolder()
        let file = try folder.write(token + "\n", to: "token")
        _ = try await Command(["chmod", "600", file]).run()
        let scene = try await HostileScene(
            key: key,
            updates: ["mlflow": ["url": url, "token_file": file] as [String: any Sendable]]
        )
        let ending = try await scene.install("mlflow:models:/iris@champion", job: "away")
        #expect(registry.requests.value.contains { $0.header("Authorization") == "Bearer \(token)" }, "\(ending)")
        #expect(!other.requests.value.isEmpty, "\(ending)")
        #expect(other.requests.value.allSatisfy { $0.header("Authorization") == nil })
        let signed = "/gone/manifest.json?X-Amz-Signature=sig-5d2e71&X-Amz-Credential=cred-77a1"
        let gone = try await scene.install(registry.url(signed), job: "presigned")
        #expect(gone.status != "SUCCEEDED")
        let named = try await scene.install("http://user:pass-c0ffee@127.0.0.1:1/manifest.json", job: "named")
        #expect(named.code == "bad_path", "\(named)")
        let arguments = try String(contentsOfFile: "/proc/\(scene.marram.process.identifier)/cmdline", encoding: .utf8)
        let stopped = try await scene.stop()
        let heard = scene.heard.lines.filter { !$0.contains("/set ") }.joined(separator: "\n")
        let told = heard + stopped.output + stopped.errors + arguments
        for secret in [token, "sig-5d2e71", "cred-77a1", "pass-c0ffee"] {
            #expect(!told.contains(secret), "\(secret) is told")
        }
    }

    @Test(
        "[transfer-60] over TLS that cannot be trusted brings nothing",
        arguments: ["stranger", "other-name", "expired", "no-client", "wrong-client", "good"]
    )
    func tls(_ fault: String) async throws {
        let authority = try await TestCertificates()
        let stranger = try await TestCertificates("Stranger")
        let pair: TestCertificates.Pair =
            switch fault {
            case "stranger": try await stranger.server()
            case "other-name": try await authority.server(["DNS:elsewhere.test"])
            case "expired": try await authority.server(from: "20200101000000Z", until: "20200102000000Z")
            default: try await authority.server()
            }
        let wantsClient = fault.hasSuffix("client")
        let key = try SigningKey()
        let bundle = try ForgedBundle(key, others: [:])
        // openssl's server sends text: what is asked for is the manifest alone.
        let texts = bundle.files.filter { $0.key.hasPrefix("manifest.") }.mapValues {
            String(decoding: $0, as: UTF8.self)
        }
        let arguments = wantsClient ? ["-Verify", "1", "-verify_return_error", "-CAfile", authority.authority] : []
        let server = try await TLSServer(pair, files: texts, arguments: arguments)
        var tls: [String: any Sendable] = ["ca": authority.authority]
        if fault == "wrong-client" {
            let client = try await stranger.client()
            tls["certificate"] = client.certificate
            tls["key"] = client.key
        }
        let scene = try await HostileScene(key: key, updates: ["tls": tls])
        let members = wantsClient || fault == "good" ? Self.soon(5) : ""
        let ending = try await scene.install(server.url("/manifest.json"), job: fault, members: members)
        #expect(ending.status != "SUCCEEDED")
        #expect(["download_failed", "deadline", "digest_mismatch", "too_large"].contains(ending.code), "\(ending)")
        // With TLS as it should be it gets as far as the model, which that server does not have.
        let isTold = ["certificate", "TLS", "tls"].contains { ending.reason.contains($0) }
        #expect(isTold == (fault != "good"), "\(ending)")
        #expect(scene.active == scene.original)
        #expect(try await scene.remains().isEmpty)
        #expect(try await scene.stop().code == 0)
    }
}
