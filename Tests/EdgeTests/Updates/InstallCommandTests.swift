import OpenInference
import Testing

@testable import Edge

/// The command of the contract's page.
private let whole = #"""
    {"v":1,"job":"upd-2026-11-21-01","action":"install","model":"press-ae","version":"8","manifest":{"url":"https://mlops.local/press-ae/8/manifest.json","sha256":"4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4f4F"},"strategy":{"shadow_s":600,"trial_s":0.5,"share_percent":10,"auto_confirm":false},"not_before":null,"deadline":"2026-11-22T00:00:00Z","later":[{"x":[1]}]}
    """#

private func read(_ json: String, model: String = "press-ae") throws -> InstallCommand {
    try unsafe InstallCommand(Array(json.utf8).span.bytes, model: model)
}

@Suite("Update commands")
struct InstallCommandTests {
    @Test("are read whole, and what they do not know is passed over: [command-10]")
    func everything() throws {
        let command = try read(whole)
        var expected = InstallCommand(
            job: "upd-2026-11-21-01",
            model: try #require(Name("press-ae")),
            version: "8",
            place: .url(
                "https://mlops.local/press-ae/8/manifest.json",
                sha256: [UInt8](repeating: 0x4F, count: 32)
            )
        )
        expected.strategy.shadow = .seconds(600)
        expected.strategy.trial = .milliseconds(500)
        expected.strategy.sharePercent = 10
        expected.strategy.autoConfirm = false
        expected.deadline = 1_795_305_600_000
        #expect(command == expected)
    }

    @Test("need a job, an action and a URL, and nothing else")
    func least() throws {
        let command = try read(#"{"v":1,"job":"a","action":"install","manifest":{"url":"s3://b/m.json"},"force":true}"#)
        #expect(command.strategy == InstallCommand.Strategy())
        #expect(command.version == nil && command.deadline == nil && command.notBefore == nil)
        #expect(command.isForced)
    }

    @Test(
        "are refused where something is wrong, which is said: [command-11]",
        arguments: [
            (#""v":1"#, #""v":2"#, "'v' is 2.0, expected 1"),
            (#""v":1,"#, "", "'v' is missing"),
            (#""v":1"#, #""v":"1""#, "'v' is a string, expected a number"),
            (#""job":"upd-2026-11-21-01""#, #""job":"a/b""#, "'job' is no id"),
            (#""job":"upd-2026-11-21-01""#, #""job":"""#, "'job' is no id"),
            (#""job":"upd-2026-11-21-01""#, #""job":7"#, "'job' is a number, expected a string"),
            (#""job":"upd-2026-11-21-01","#, "", "'job' is missing"),
            (#""install""#, #""remove""#, "'action' is 'remove', expected 'install'"),
            (#""action":"install","#, "", "'action' is ''"),
            (#""press-ae""#, #""press""#, "'model' is 'press', but the topic says 'press-ae'"),
            (#""version":"8""#, #""version":"../8""#, "'version' is no version"),
            (#""version":"8""#, #""version":8"#, "'version' is a number, expected a string"),
            (#""https:"#, #""https: "#, "'manifest.url' is no URL"),
            (#""https:"#, #""httpsé:"#, "'manifest.url' is no URL"),
            (#""url":"#, #""uri":"#, "'manifest.url' is missing"),
            (#""sha256":"4f4f"#, #""sha256":"4f4"#, "'manifest.sha256' is no SHA-256"),
            (#""sha256":"4f4f"#, #""sha256":"4f4g"#, "'manifest.sha256' is no SHA-256"),
            (#""manifest":{"#, #""manifest":7,"x":{"#, "'manifest' is a number, expected an object"),
            (#""strategy":{"#, #""strategy":[],"x":{"#, "'strategy' is an array, expected an object"),
            (#""shadow_s":600"#, #""shadow_s":604801"#, "'strategy.shadow_s' is 604801.0"),
            (#""shadow_s":600"#, #""shadow_s":-1"#, "'strategy.shadow_s' is -1.0"),
            (#""trial_s":0.5"#, #""trial_s":1e400"#, "'strategy.trial_s' is inf"),
            (#""share_percent":10"#, #""share_percent":0"#, "'strategy.share_percent' is 0.0"),
            (#""share_percent":10"#, #""share_percent":101"#, "'strategy.share_percent' is 101.0"),
            (#""share_percent":10"#, #""share_percent":1.5"#, "expected a whole number from 1 to 100"),
            (#""auto_confirm":false"#, #""auto_confirm":0"#, "'strategy.auto_confirm' is a number"),
            (#""not_before":null"#, #""not_before":"2026-13-01T00:00:00Z""#, "'not_before' is no time"),
            (#""not_before":null"#, #""not_before":"2026-11-22T00:00:00Z""#, "'deadline' is not after 'not_before'"),
            (#""deadline":"2026-11-22T00:00:00Z""#, #""deadline":1795305600"#, "'deadline' is a number"),
            (#""later":[{"x":[1]}]"#, #""job":"b""#, "'job' stands there twice"),
            (#""later":[{"x":[1]}]}"#, "", "the body ends at byte"),
            (#""later":[{"x":[1]}]}"#, #""later":1} x"#, "nothing after the object"),
        ]
    )
    func refusal(found: String, put: String, says: String) throws {
        let json = whole.replacing(found, with: put)
        try #require(json != whole)
        let refusal = #expect(throws: CommandRefusal.self) { try read(json) }
        #expect(refusal?.error.message.contains(says) == true, "\(refusal?.error.message ?? "")")
        #expect(refusal?.model?.description == "press-ae")
        // A job that can be read is told of the refusal.
        #expect((refusal?.job == nil) == (found.hasPrefix(#""job""#)), "\(json)")
    }

    @Test(
        "that are no JSON object are refused",
        arguments: [
            "", "[]", "7", "nul", "{", #"{"v":1"#, "{\"v\":1,\"job\":\"\u{1}\"}", #"{"a":NaN}"#,
            String(repeating: #"{"a":"#, count: 17) + "1" + String(repeating: "}", count: 17),
            #"{"job":""# + String(repeating: "x", count: 64 * 1024) + #""}"#,
            #"{"x":""# + String(repeating: "x", count: 5000) + #""}"#,
        ]
    )
    func noObject(json: String) {
        let refusal = #expect(throws: CommandRefusal.self) { try read(json) }
        #expect(refusal?.job == nil)
    }

    @Test("bytes that are not UTF-8 are refused")
    func notText() {
        let bytes = Array(#"{"v":1,"job":"a"#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
        #expect(throws: CommandRefusal.self) { try unsafe InstallCommand(bytes.span.bytes, model: "m") }
    }

    @Test("a topic whose model is no name is refused", arguments: ["", "a b", "é", String(repeating: "m", count: 65)])
    func wrongTopic(model: String) {
        let refusal = #expect(throws: CommandRefusal.self) { try read(whole, model: model) }
        #expect(refusal?.model == nil)
    }

    @Test("any cut, any changed byte of a command is read or refused, never worse")
    func mutations() {
        var random = SystemRandomNumberGenerator()
        let bytes = Array(whole.utf8)
        for end in bytes.indices { _ = try? unsafe InstallCommand(Array(bytes[..<end]).span.bytes, model: "press-ae") }
        for _ in 0..<5000 {
            var changed = bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                changed[Int.random(in: changed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            guard let command = try? unsafe InstallCommand(changed.span.bytes, model: "press-ae") else { continue }
            #expect(Name(command.job) != nil)
            if let trial = command.strategy.trial { #expect((.zero ... .seconds(604_800)).contains(trial)) }
            if let share = command.strategy.sharePercent { #expect((1...100).contains(share)) }
        }
    }
}
