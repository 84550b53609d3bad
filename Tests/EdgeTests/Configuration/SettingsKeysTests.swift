import Edge
import Recipes
import Testing

@Suite("Keys of settings")
struct SettingsKeysTests {
    @Test(
        "that are unknown are refused with the nearest [config-8]",
        arguments: [
            ("nod: a", "gg-config.yml:6:9: unknown key 'nod'; did you mean 'node'?"),
            ("broker: {prot: 1}", "gg-config.yml:6:18: unknown key 'prot' of broker; did you mean 'port'?"),
            (
                "broker: {tls: {server_name: x}}",
                "gg-config.yml:6:24: unknown key 'server_name' of broker.tls; expected one of: ca, certificate, key, alpn"
            ),
            ("port: 1883", "gg-config.yml:6:9: unknown key 'port'; did you mean 'broker.port'?"),
            (
                "broker.host: a",
                "gg-config.yml:6:9: unknown key 'broker.host'; expected one of: node, instance, prefix, data_dir"
            ),
            (
                "models: [{name: a, path: b, pth: c}]",
                "gg-config.yml:6:37: unknown key 'pth' of models[0]; did you mean 'path'?"
            ),
        ]
    )
    func unknown(file: String, expected: String) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: file))
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(expected) == true, "\(problems)")
    }

    @Test("are refused in every source, all at once, in reading order [config-9]")
    func everywhere() {
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(
                file: "log: {level: x}\nnode: a b\nqueue: 1",
                json: "{\"brker\": {}, \"requests\": {\"qos\": 7}}",
                environment: ["MARRAM_BROKER_PORT": "x"]
            )
        )
        let places = problems.map { $0.split(separator: " ")[0] }
        #expect(
            places == [
                "gg-config.yml:6:22:", "gg-config.yml:7:15:", "gg-config.yml:8:9:", "--configuration:1:2:",
                "--configuration:1:35:", "MARRAM_BROKER_PORT:",
            ]
        )
    }

    @Test(
        "of the environment go before --configuration, and that before the file [config-7]",
        arguments: [
            ("{host: f}", nil, nil, "f"), ("{host: f}", "{\"host\": \"j\"}", nil, "j"),
            ("{host: f}", "{\"host\": \"j\"}", "e", "e"),
            ("{host: f}", nil, "e", "e"), ("{host: f}", "{\"host\": null}", nil, "127.0.0.1"),
            ("{host: f}", "null", nil, "127.0.0.1"),
            ("{host: f}", "{\"port\": 1}", nil, "f"), ("null", nil, "e", "e"), ("{host: f}", nil, "", "f"),
        ]
    )
    func precedence(file: String, json: String?, variable: String?, expected: String) throws {
        let sources = SettingsSamples.sources(
            file: "broker: \(file)",
            json: json.map { "{\"broker\": \($0)}" },
            environment: variable.map { ["MARRAM_BROKER_HOST": $0] } ?? [:]
        )
        #expect(try Settings.load(from: sources).settings.broker.host == expected)
    }

    @Test("can be set by variables, lists with commas [config-11]")
    func variables() throws {
        let sources = SettingsSamples.sources(environment: [
            "MARRAM_NODE": "e1", "MARRAM_REQUESTS_RESPONSE_ALLOW": "a/# , b/{node}", "MARRAM_LIMITS_JSON_DEPTH": "8",
            "MARRAM_BROKER_TLS_ALPN": "mqtt", "MARRAM_REQUESTS_ENABLED": "off", "MARRAM_ONNXRUNTIME": "/x.so",
        ])
        let loaded = try Settings.load(from: sources)
        #expect(loaded.settings.node.description == "e1")
        #expect(loaded.settings.requests.responseAllow == ["a/#", "b/e1"])
        #expect(loaded.settings.limits.jsonDepth == 8)
        #expect(loaded.settings.broker.tls?.alpn == "mqtt")
        #expect(!loaded.settings.requests.enabled)
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.hasPrefix("MARRAM_BROKER_TLS_ALPN: broker.tls is used with port 1883") == true)
    }

    @Test("that no variable has give a warning, used ones none [config-11]")
    func strayVariables() throws {
        let sources = SettingsSamples.sources(
            file: "node: ${MARRAM_SITE}",
            environment: [
                "MARRAM_BROKR_HOST": "x", "MARRAM_SITE": "s", "MARRAM_MODELS": "m", "MARRAM_DATA": "/d",
                "MARRAM_LAPACK": "l",
                "MARRAM_NODE": "",
            ]
        )
        let loaded = try Settings.load(from: sources)
        #expect(loaded.settings.node.description == "s")
        #expect(
            loaded.warnings == [
                "MARRAM_BROKR_HOST: no key has this variable; did you mean MARRAM_BROKER_HOST?",
                "MARRAM_MODELS: models cannot be set here; use gg-config.yml or --configuration",
            ]
        )
    }

    @Test("are substituted in the file alone, --set before the environment [config-6]")
    func substitution() throws {
        let sources = SettingsSamples.sources(
            file: "node: $SITE$\nbroker: {username: '${WHO}', port: $PORT$}",
            json: "{\"instance\": null, \"broker\": {\"host\": \"h\"}, \"log\": {\"level\": \"info\"}}",
            environment: ["SITE": "environment", "WHO": "me", "PORT": "1999"],
            set: ["SITE": "set"]
        )
        let settings = try Settings.load(from: sources).settings
        #expect(settings.node.description == "set")
        #expect(settings.broker.username == "me")
        #expect(settings.broker.port == 1999)
        let option = SettingsSamples.sources(json: "{\"broker\": {\"username\": \"$SITE$\"}}", set: ["SITE": "x"])
        #expect(try Settings.load(from: option).settings.broker.username == "$SITE$")
        #expect(
            SettingsSamples.problems(SettingsSamples.sources(file: "node: $NOPE$"))
                == [
                    "gg-config.yml:6:15: $NOPE$ has no value; set the environment variable NOPE or pass --set NOPE=value"
                ]
        )
    }

    @Test("of --configuration must be an object")
    func option() {
        #expect(
            SettingsSamples.problems(SettingsSamples.sources(json: "[1]"))
                == ["--configuration:1:1: the configuration is a list; expected a JSON object"]
        )
        #expect(SettingsSamples.problems(SettingsSamples.sources(json: "")) == [])
    }
}
