import Foundation
import Support
import Testing

@Suite struct CheckTests {
    @Test("[config-19] shows what the project's own configuration comes to")
    func effective() async throws {
        let file = Project.root.appendingPathComponent("gg-config.yml").path
        let marram = try MarramCommand()
        let result = try await marram.run(["check", "--config", file], environment: ["MARRAM_BROKER_PORT": "1884"])
        #expect(result.code == 0, "\(result.errors)")
        #expect(result.errors.isEmpty)
        for line in [
            #/node: "?demo"? .*gg-config\.yml:\d+/#, #/port: 1884 .*MARRAM_BROKER_PORT/#, #/burst: 64 .*default/#,
        ] {
            #expect(result.output.contains(line), "\(result.output)")
        }
        // What it prints is a configuration again.
        let again = try await MarramCommand().run(["check", "--configuration", result.output])
        #expect(again.code == 0, "\(again.errors)")
        #expect(again.output.contains("1884"))
    }

    @Test("tells every error with file, line and column")
    func errors() async throws {
        let marram = try MarramCommand("broker: {port: 99999}\nrequest: {burst: 3}\nmodels: [{name: iris, path: gone}]")
        let result = try await marram.run(["check"])
        #expect(result.code == 1)
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains(#/^error: .*gg-config\.yml:\d+:\d+: /#) }, "\(result.errors)")
        #expect(result.errors.contains("1 to 65535") && result.errors.contains("'requests'"), "\(result.errors)")
    }

    @Test("sees to it that models are there")
    func absentModel() async throws {
        let result = try await MarramCommand("models: [{name: iris, path: gone}]").run(["check"])
        #expect(result.code == 1)
        #expect(result.errors.contains(#/^error: .*gg-config\.yml:\d+:\d+: .*gone/#), "\(result.errors)")
        #expect(result.output.contains("models:"))
    }

    @Test("[bindings-3] shows bindings, and refuses one that needs a baseline where there is none")
    func bindings() async throws {
        let binding = "{binding: press, source: {topic: t}, model: w, fields: [$.x, $.y]"
        let models = "models: [{name: w, path: \(Project.fixture("window"))}]\n"
        let good = try await MarramCommand(models + "bindings: [\(binding)}]").run(["check"])
        #expect(good.code == 0, "\(good.errors)")
        #expect(good.output.contains("- binding: press") && good.output.contains("predictions: always"))
        let bad = try await MarramCommand(models + "bindings: [\(binding), anomaly: {}}]").run(["check"])
        #expect(bad.code == 1)
        #expect(
            bad.errors.contains(
                #/gg-config\.yml:\d+:\d+: binding 'press': anomaly needs the thresholds of .*baseline.json/#
            ),
            "\(bad.errors)"
        )
    }

    @Test("tells a syntax error and an absent file with their place")
    func unreadable() async throws {
        let marram = try MarramCommand()
        try marram.folder.write("custom-components: [\n", to: "gg-config.yml")
        let broken = try await marram.run(["check"])
        #expect(broken.code == 1)
        #expect(broken.errors.contains(#/^error: .*gg-config\.yml:\d+:\d+: /#), "\(broken.errors)")
        let absent = try await marram.run(["check", "--config", "gone.yml"])
        #expect(absent.code == 1)
        #expect(absent.errors.contains("gone.yml"))
    }

    @Test(
        "never shows a password",
        arguments: [["check"], ["run", "--log-level", "trace"], ["infer", "m", "--input", "X=1"]]
    )
    func password(command: [String]) async throws {
        let broker = try await Broker(anonymous: false)
        let marram = try MarramCommand(
            """
            node: shop
            broker: {host: 127.0.0.1, port: \(broker.port), username: "${PLANT_TOKEN}", password_file: word}
            """
        )
        try marram.folder.write("tide-and-marram-42\n", to: "word")
        let running = try marram.start(command, environment: ["PLANT_TOKEN": "hidden-dune-7"])
        if command[0] == "run" {
            // Refused by the broker, it tries again for ever.
            try await running.waitForErrors("the refusal") { $0.contains("broker.password_file") }
            running.signal(SIGTERM)
        }
        let result = try await running.finish()
        let said = result.output + result.errors
        #expect(!said.isEmpty)
        #expect(!said.contains("tide-and-marram-42") && !said.contains("hidden-dune-7"), "\(said)")
    }
}
