import Cryptography
import Foundation
import Models
import Support
import Testing

/// Commands and surroundings that mean no good.
@Suite("What is sent to a node, and where it lives", .serialized)
struct HostileCommandTests {
    private static let place = #""manifest":{"url":"http://127.0.0.1:1/manifest.json"}"#
    private static let whole = #"{"v":1,"job":"j","action":"install",\#(place)}"#

    /// No job can be told of these.
    private static let unreadable = [
        "x", "{", "[]", "null", "\"a\"", "{}", "{\"v\":1}", "\0\0\0", "\u{feff}{}", String(repeating: "[", count: 5000),
        String(repeating: "{\"a\":", count: 5000), whole + "x", String(whole.dropLast()),
        whole.replacing("\"j\"", with: "\"../x\""), whole.replacing("\"j\"", with: "\"a/b\""),
        whole.replacing("\"j\"", with: "\"+\""), whole.replacing("\"j\"", with: "\"#\""),
        whole.replacing("\"j\"", with: "\"\""), whole.replacing("\"j\"", with: "\"é\""),
        whole.replacing("\"j\"", with: "\"\(String(repeating: "a", count: 65))\""),
        whole.replacing("\"j\"", with: "\"a\\u0000b\""), whole.replacing("\"j\"", with: "7"),
        whole.replacing("\"j\"", with: "\".\""), whole.replacing("\"j\"", with: "\"..\""),
        whole + String(repeating: " ", count: 70_000),
    ]

    /// What is refused by name: changes of a good command.
    private static let refused: [(String, String)] = [
        ("\"v\":1", "\"v\":2"), ("\"v\":1", "\"v\":\"1\""), ("\"v\":1", "\"v\":1e999"), ("\"install\"", "\"erase\""),
        ("\"install\"", "null"), (place, "\"manifest\":7"), (place, "\"manifest\":{}"),
        (place, "\"manifest\":{\"url\":\"\"}"), (place, "\"manifest\":{\"url\":\"http://a b/manifest.json\"}"),
        (place, place.dropLast() + ",\"sha256\":\"12\"}"), (place, place + ",\"force\":1"),
        (place, place + ",\"deadline\":\"soon\""), (place, place + ",\"model\":\"rose\""),
        (place, place + ",\"strategy\":{\"share_percent\":0}"),
        (place, place + ",\"strategy\":{\"share_percent\":101}"),
        (place, place + ",\"strategy\":{\"trial_s\":-1}"), (place, place + ",\"strategy\":{\"trial_s\":1e300}"),
        (place, place + ",\"strategy\":[]"), (place, place + ",\"version\":\"a b\""),
    ].map { ($0.0, "\($0.1)") }

    /// Places that are refused before anybody is asked.
    private static let places = [
        "file:///etc/shadow", "file:///etc/../etc/manifest.json", "http://169.254.169.254/latest/manifest.json",
        "http://169.254.169.254:80/manifest.json", "http://[::ffff:169.254.169.254]/manifest.json",
        "http://0/manifest.json", "http://127.0.0.1.evil.test/manifest.json", "http://2130706433/manifest.json",
        "http://127.0.0.1@evil.test/manifest.json", "ftp://127.0.0.1/manifest.json", "gopher://127.0.0.1/manifest.json",
        "/etc/manifest.json", "s3://../manifest.json", "s3://b/../manifest.json", "mlflow:../x", "javascript:1",
        "file://evil.test/share/manifest.json", "http://127.0.0.1/%2e%2e/manifest.json",
    ]

    @Test(
        "[command-10] [command-11] is refused with its reason, and the node goes on",
        arguments: ["5", "3.1.1"]
    )
    func commands(_ version: String) async throws {
        let key = try SigningKey()
        let bundle = try ForgedBundle(key)
        let scene = try await HostileScene(key: key, more: ["broker": ["protocol": version]])
        for payload in Self.unreadable { try await scene.send(payload) }
        try await scene.heard.waitForOutput("the event") { $0.contains("/event/input ") }
        for (number, change) in Self.refused.enumerated() {
            let payload = Self.whole.replacing(change.0, with: change.1).replacing("\"j\"", with: "\"bad-\(number)\"")
            try await scene.send(payload)
            let ending = try await scene.ending(of: "bad-\(number)")
            #expect(ending.status == "REJECTED" && ending.code == "bad_command", "\(change.1): \(ending)")
        }
        for (number, url) in Self.places.enumerated() {
            let ending = try await scene.install(url, job: "place-\(number)")
            #expect(ending.status == "REJECTED" && ending.code == "bad_path", "\(url): \(ending)")
            #expect(!ending.reason.contains("root:"))
        }
        try await scene.send(Self.whole.replacing("\"j\"", with: "\"stranger\""), model: "rose")
        let stranger = try await scene.ending(of: "stranger")
        #expect(stranger.code == "unknown_model", "\(stranger)")
        for payload in Self.unreadable { try await scene.broker.publish(payload, to: "\(HostileScene.node)/cmd") }
        #expect(scene.active == scene.original)
        #expect(try await scene.remains().isEmpty)
        // A manifest that leads to a secret of the machine does not tell it.
        let folder = scene.folder.url.appending(path: "lure")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/manifest.json",
            withDestinationPath: "/etc/passwd"
        )
        let lured = try await scene.install("file://\(folder.path)/manifest.json", job: "lure")
        #expect(lured.status != "SUCCEEDED" && !lured.reason.contains("root"), "\(lured)")
        // And a good one is taken all the same.
        let good = scene.folder.url.appending(path: "good")
        try FileManager.default.createDirectory(at: good, withIntermediateDirectories: false)
        for (name, bytes) in bundle.files { try Data(bytes).write(to: good.appending(path: name)) }
        let taken = try await scene.install("file://\(good.path)/manifest.json", job: "good")
        #expect(taken.status == "SUCCEEDED" && scene.active == bundle.id, "\(taken)")
        if version == "5" { #expect(try await scene.serves()) }
        #expect(try await scene.stop().code == 0)
    }

    @Test(
        "[update-40] [bundle-8] an older bundle below the floor stays out, and the trust file is read for each update"
    )
    func floorAndTrust() async throws {
        let (key, next) = (try SigningKey(), try SigningKey())
        let raised = try ForgedBundle(key, edit: { $0.securityVersion = 3 })
        let older = try ForgedBundle(key, edit: { $0.securityVersion = 2 })
        let renewed = try ForgedBundle(next, edit: { ($0.securityVersion, $0.version) = (3, "67") })
        let bundles = ["raised": raised, "older": older, "renewed": renewed]
        let server = try StandInServer { request, line in
            let steps = request.target.split(separator: "/").map(String.init)
            line.serve(bundles[steps[0]]?.files[steps[1]] ?? [], to: request)
        }
        func url(_ name: String) -> String { server.url("/\(name)/manifest.json") }
        let scene = try await HostileScene(key: key)
        let confirmed = try await scene.install(url("raised"), job: "raised")
        #expect(confirmed.status == "SUCCEEDED", "\(confirmed)")
        let replayed = try await scene.install(url("older"), job: "older")
        #expect(replayed.code == "downgrade", "\(replayed)")
        let forced = try await scene.install(url("older"), job: "forced", members: #","force":true"#)
        #expect(forced.code == "downgrade", "\(forced)")
        let early = try await scene.install(url("renewed"), job: "early")
        #expect(early.code == "bad_signature", "\(early)")
        try HostileScene.trust(["lab": next], in: scene.folder)
        let late = try await scene.install(url("renewed"), job: "late")
        #expect(late.status == "SUCCEEDED" && scene.active == renewed.id, "\(late)")
        for (number, text) in ["", "{", "{\"v\":1}", "{\"v\":1,\"keys\":[],\"typo\":1}"].enumerated() {
            try scene.folder.write(text, to: "trust.json")
            let ending = try await scene.install(url("older"), job: "damaged-\(number)")
            #expect(["REJECTED", "FAILED"].contains(ending.status) && ending.code != "downgrade", "\(ending)")
            #expect(ending.reason.contains("trust.json"), "\(ending)")
        }
        try FileManager.default.removeItem(at: scene.folder.url.appending(path: "trust.json"))
        let missing = try await scene.install(url("older"), job: "missing")
        #expect(missing.code == "unknown_key", "\(missing)")
        #expect(scene.active == renewed.id)
        #expect(try await scene.serves())
        #expect(try await scene.stop().code == 0)
    }

    @Test("[store-30] a quota that is too small is told, and serving goes on")
    func quota() async throws {
        let key = try SigningKey()
        let bundle = try ForgedBundle(key, others: ["labels.txt": [UInt8](repeating: 0x61, count: 1_300_000)])
        let server = try StandInServer { request, line in
            line.serve(bundle.files[String(request.target.dropFirst())] ?? [], to: request)
        }
        let scene = try await HostileScene(key: key, updates: ["quota": "1MiB"])
        let ending = try await scene.install(server.url("/manifest.json"), job: "large")
        #expect(ending.code == "no_space" && ending.reason.contains("updates.quota"), "\(ending)")
        #expect(try await scene.remains().isEmpty)
        #expect(try await scene.serves())
        #expect(scene.active == scene.original)
        #expect(try await scene.stop().code == 0)
    }
}
