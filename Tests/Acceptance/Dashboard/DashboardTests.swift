import Foundation
import Support
import Testing

/// The page at `/`, looked at in a headless Chromium by the scripts of `Tests/Fixtures/dashboard`.
@Suite("The dashboard in a real browser", .serialized)
struct DashboardTests {
    /// The keys of a node that watches simulated presses with the model of `PressBundles`.
    private static let keys: [String: any Sendable] = [
        "drift": ["window": 50, "warm_up": 100] as [String: any Sendable],
        "bindings": [
            [
                "binding": "vibration", "source": ["topic": "plant/+/press/+/telemetry"] as [String: any Sendable],
                "key": ["$topic[1]", "$topic[3]"], "time": ["path": "$.ts", "format": "epoch_ms"],
                "model": "press", "fields": ["$.v.x", "$.v.y"], "anomaly": [String: any Sendable](),
                "publish": ["predictions": "always"],
            ] as [String: any Sendable]
        ],
    ]

    @Test(
        """
        [dashboard-1] [dashboard-2] [dashboard-3] [dashboard-4] [dashboard-5] [dashboard-6] [dashboard-7] [dashboard-8] \
        [dashboard-9] [dashboard-10] [dashboard-11] [dashboard-12] [dashboard-13] [dashboard-14] [dashboard-15] \
        [dashboard-16] [dashboard-19] [dashboard-22] [dashboard-23] [dashboard-25] [dashboard-26] \
        shows a node with simulated devices, takes a version back, is quiet, and asks nobody else
        """
    )
    func node() async throws {
        let bundles = try await PressBundles.get()
        let node = try await PressNode(
            bundles.folder(1),
            keys: Self.keys,
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "0"]
        )
        let running = node.process.process
        let address = try await Self.address(of: running)
        let marram = try MarramCommand()
        let devices = try marram.start([
            "simulate", "press", "--devices", "3", "--rate", "5", "--seed", "3",
            "--configuration", #"{"broker": {"port": \#(node.broker.port)}}"#,
        ])
        let installed = try await node.models("install press \(bundles.folder(2)) --trial 0s")
        #expect(installed.code == 0, "\(installed)")
        let looked = try await Self.script(
            "browser.py",
            [address, "--model", "press", "--scores", "--drift", "--pause", "\(running.identifier)"]
        )
        #expect(looked.code == 0, "\(looked.output) \(looked.errors) \(running.errors.suffix(2000))")
        #expect(try await node.serves("1"))
        devices.signal(SIGTERM)
        try await devices.finish()
        try await node.stop()
    }

    @Test(
        "[dashboard-9] *Confirm* ends a trial, is refused when somebody else was quicker; *Reload* brings a model back"
    )
    func words() async throws {
        let bundles = try await PressBundles.get()
        let node = try await PressNode(
            bundles.folder(1),
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "0"]
        )
        let address = try await Self.address(of: node.process.process)
        func press(_ words: String...) async throws {
            let pressed = try await Self.script("words.py", [address, "--model", "press"] + words)
            let log = node.process.process.errors.suffix(2000)
            #expect(pressed.code == 0, "\(pressed.output) \(pressed.errors) \(log)")
        }
        func install(_ version: Int) async throws {
            let line = "install press \(bundles.folder(version)) --trial 0s --no-auto-confirm"
            let installed = try await node.models(line)
            #expect(installed.code == 0, "\(installed)")
            #expect(try await node.serves("\(version)"))
        }
        try await install(2)
        try await press("--confirm", "2")
        #expect(try await node.models("history").output.contains("confirmed"))
        #expect(try await node.serves("2"))
        try await install(3)
        try await press("--overtaken", "3")
        #expect(try await node.serves("2"))
        try await press("--reload")
        #expect(try await node.serves("2"))
        try await node.stop()
    }

    @Test("[dashboard-24] [dashboard-api-13] what a shadow of simulated devices answers otherwise is seen")
    func differs() async throws {
        let bundles = try await PressBundles.get()
        let node = try await PressNode(
            bundles.folder(1),
            keys: Self.keys,
            environment: ["MARRAM_API_ENABLED": "true", "MARRAM_API_PORT": "0"]
        )
        let address = try await Self.address(of: node.process.process)
        let marram = try MarramCommand()
        let devices = try marram.start([
            "simulate", "press", "--devices", "3", "--rate", "5", "--seed", "3",
            "--configuration", #"{"broker": {"port": \#(node.broker.port)}}"#,
        ])
        let strategy: [String: any Sendable] = ["shadow_s": 3600]
        try await node.set("shadow", "file://\(bundles.folder(5))/manifest.json", ["strategy": strategy])
        try await node.wait("shadow", "IN_PROGRESS", phase: "SHADOW")
        let looked = try await Self.script("words.py", [address, "--model", "press", "--differs"])
        #expect(looked.code == 0, "\(looked.output) \(looked.errors) \(node.process.process.errors.suffix(2000))")
        devices.signal(SIGTERM)
        try await devices.finish()
        // The devices run in its folder.
        withExtendedLifetime(marram) {}
        try await node.stop()
    }

    @Test(
        "[dashboard-17] [dashboard-18] [dashboard-24] [dashboard-25] shows all that a node can tell, one that tells the least, and one without models",
        arguments: [
            ([], ["--model", "press", "--scores", "--shadow", "--drift"]), (["--sparse"], []),
            (["--empty"], ["--empty"]),
        ] as [([String], [String])]
    )
    func standIn(_ kind: [String], _ options: [String]) async throws {
        let server = try await Self.standIn(kind)
        let looked = try await Self.script("browser.py", [server.address] + options)
        #expect(looked.code == 0, "\(looked.output) \(looked.errors) \(server.running.errors)")
    }

    @Test("[dashboard-20] [dashboard-21] asks for a token, and shows a reader nothing that changes anything")
    func access() async throws {
        let server = try await Self.standIn(["--login"])
        let looked = try await Self.script(
            "access.py",
            [server.address, "--reader", "reader", "--operator", "operator"]
        )
        #expect(looked.code == 0, "\(looked.output) \(looked.errors) \(server.running.errors)")
    }

    /// Starts the stand-in node; it ends with the last reference.
    private static func standIn(_ options: [String]) async throws -> (running: Running, address: String) {
        let running = try Running(
            [try Python.path(), Python.script("dashboard/fake.py")] + options,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"]
        )
        try await running.waitForOutput("its address") { $0.contains("\n") }
        return (running, try #require(running.lines.first))
    }

    private static func script(_ name: String, _ arguments: [String]) async throws -> Command.Result {
        try await Running(
            [try Python.path(), Python.script("dashboard/\(name)")] + arguments,
            environment: ["PYTHONDONTWRITEBYTECODE": "1"]
        ).finish()
    }

    /// Where a node's API listens, by its log.
    private static func address(of running: Running) async throws -> String {
        try await running.waitForErrors("the API to listen") { $0.contains("the API listens") && $0.hasSuffix("\n") }
        let line = running.errors.split(separator: "\n").first { $0.contains("the API listens") }
        let word = line?.split(separator: " ").first { $0.hasPrefix("address=") }
        return String(try #require(word).dropFirst("address=".count)).trimmingCharacters(in: ["\""])
    }
}
