import Monitoring
import Support
import Testing

@testable import API

@Suite("A person's word on a model")
struct ControlRoutesTests {
    @Test("[dashboard-api-8] is handed on with the version that is expected", arguments: ["rollback", "confirm"])
    func isHandedOn(_ word: String) async throws {
        try await BoardScene.serving { scene in
            let answer = try await scene.send("POST", "/api/models/press/\(word)", body: #"{"expected_version":"8"}"#)
            #expect(answer.status == 200)
            #expect(answer.json["ok"] as? Bool == true)
            #expect(answer.json["command"] as? String == word)
            #expect(try await scene.send("POST", "/api/models/press/\(word)").status == 200)
            #expect(scene.control.heard.value == ["\(word) press 8", "\(word) press -"])
        }
    }

    @Test(
        "[dashboard-api-8] what becomes of it has a status of its own",
        arguments: [
            (ModelWordOutcome.versionChanged(now: "9"), 409, "version_changed"),
            (.failed(code: "unknown_model", reason: "r"), 404, "unknown_model"),
            (.failed(code: "nothing_to_roll_back", reason: "r"), 409, "nothing_to_roll_back"),
            (.failed(code: "unsupported", reason: "r"), 409, "unsupported"),
            (.failed(code: "busy", reason: "r"), 503, "busy"),
            (.unheard, 504, "timeout"),
        ]
    )
    func statuses(_ outcome: ModelWordOutcome, _ status: Int, _ code: String) async throws {
        try await BoardScene.serving { scene in
            scene.control.outcome.change { $0 = outcome }
            let answer = try await scene.send("POST", "/api/models/press/rollback", body: #"{"expected_version":"8"}"#)
            #expect(answer.status == status)
            #expect(answer.json["code"] as? String == code)
            #expect(answer.error?.isEmpty == false)
        }
    }

    @Test(
        "[dashboard-api-8] a body that is none is refused",
        arguments: [
            ("{", 400), ("[]", 400), (#"{"expected_version":8}"#, 400), (String(repeating: "x", count: 5000), 413),
        ]
    )
    func badBodies(_ body: String, _ status: Int) async throws {
        try await BoardScene.serving { scene in
            let answer = try await scene.send("POST", "/api/models/press/rollback", body: body)
            #expect(answer.status == status)
            #expect(answer.error?.contains("expected_version") == true)
            #expect(scene.control.heard.value.isEmpty)
        }
    }

    @Test("[dashboard-api-9] is not taken from who only reads")
    func readersMayNot() async throws {
        try await BoardScene.serving(role: .reader) { scene in
            let answer = try await scene.send("POST", "/api/models/press/rollback")
            #expect(answer.status == 403)
            #expect(scene.control.heard.value.isEmpty)
        }
    }
}
