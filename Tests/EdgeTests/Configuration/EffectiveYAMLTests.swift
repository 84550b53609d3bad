import Edge
import Foundation
import Recipes
import Testing

@Suite("The effective configuration")
struct EffectiveYAMLTests {
    @Test("has every key with its value and source [config-20]")
    func sources() throws {
        let loaded = try Settings.load(
            from: SettingsSamples.sources(
                file: "node: n1\nmodels: [{name: a, path: m}]",
                json: "{\"broker\": {\"port\": 1884.0}}",
                environment: ["MARRAM_BROKER_HOST": "h", "MARRAM_DATA": "/d"]
            )
        )
        let lines = Self.lines(loaded)
        #expect(lines.contains("node: n1 # gg-config.yml:6"))
        #expect(lines.contains("port: 1884 # --configuration:1"))
        #expect(lines.contains("host: h # MARRAM_BROKER_HOST"))
        #expect(lines.contains("data_dir: /d # MARRAM_DATA"))
        #expect(lines.contains("tls: null # default"))
        #expect(lines.contains("keep_alive: 1m # default"))
        #expect(lines.contains("- name: a # gg-config.yml:7"))
        #expect(lines.contains("path: /project/m # gg-config.yml:7"))
        #expect(lines.contains("response_allow: [\"clients/#\", \"marram/v1/n1/reply/#\"] # default"))
    }

    @Test(
        "loads again to the same [config-20]",
        arguments: [
            "", "node: n1", "broker: {tls: {alpn: 'a: #b'}, port: 8883}",
            "broker: {username: \"\\u2028ü\\\"'\\\\ #\\uFEFF\"}",
            "broker: {username: null, host: 10.0.0.1}", "broker: {username: 'true', protocol: 3.1.1}", "prefix: a/b/c",
            "limits: {mqtt_payload: 1MB, elements: 12345, queue: 1M}",
            "health_interval: 90s\nlog: {level: trace, format: json}",
            "models: [{name: '1', path: m}, {name: b, path: '/x y/#z'}]\nrequests: {response_allow: []}",
            "api: {enabled: false, host: 10.0.0.1, port: 0, also: [7040, 8082]}\nlimits: {http_body: 1MiB, streams: 0}",
            "updates: {trust: t.json, shadow: 0s, sources: ['http://h:80/a', 's3:'], s3: {path_style: no}, proxy: none}",
            "inference: {library: l.so, intra_threads: 4, max_batch: 16}\nrequests: {enabled: no, qos: 0, response_allow: [a, 'b/+']}",
        ]
    )
    func roundTrip(file: String) throws {
        let first = try Settings.load(from: SettingsSamples.sources(file: file.isEmpty ? "node: null" : file))
        let again = try Settings.load(from: SettingsSamples.sources(json: first.effectiveYAML()))
        #expect(Self.values(again) == Self.values(first))
        #expect(Self.text(again.settings) == Self.text(first.settings))
    }

    /// The settings as text, without the places of models.
    private static func text(_ settings: Settings) -> String {
        "\(settings)".replacing(/, origin: [^)]*\)/, with: "")
    }

    @Test("and messages never show what came from a telling variable [config-12]")
    func maskedVariables() throws {
        let secret = "hunter2"
        let file =
            "broker: {username: '${DB_PASSWORD}', host: '$API_TOKEN$'}\nnode: x$THE_KEY$\nmodels: [{name: '$MY_SECRET$', path: 'm/$MY_SECRET$'}]\n"
            + "inference: {library: 'l/$MY_SECRET$'}\nrequests: {response_allow: ['a/$MY_SECRET$']}"
        let variables = ["DB_PASSWORD": secret, "API_TOKEN": secret, "THE_KEY": secret, "MY_SECRET": secret]
        let loaded = try Settings.load(from: SettingsSamples.sources(file: file, set: variables))
        #expect(loaded.settings.broker.username == secret)
        let yaml = loaded.effectiveYAML()
        #expect(!yaml.replacingOccurrences(of: "marram/v1/x\(secret)", with: "").contains(secret), "\(yaml)")
        #expect(loaded.modelProblems().count == 1)
        #expect(!loaded.modelProblems().map(\.description).joined().contains(secret))
        #expect(Self.lines(loaded).contains("username: \"********\" # gg-config.yml:6"))
        for bad in [
            "broker: {port: $DB_PASSWORD$}", "qos$DB_PASSWORD$: 1\nlog: {level: $DB_PASSWORD$}",
            "models: [$DB_PASSWORD$]",
            "requests: {response_allow: ['$$$DB_PASSWORD$']}", "broker: {tls: {ca: $DB_PASSWORD$}}",
            "models: [{name: $DB_PASSWORD$, path: a}, {name: $DB_PASSWORD$, path: b}]",
        ] {
            let problems = SettingsSamples.problems(SettingsSamples.sources(file: bad, set: variables))
            #expect(!problems.isEmpty)
            #expect(!problems.joined().contains(secret), "\(problems)")
        }
    }

    @Test("and messages never show what looks like a credential [config-12]")
    func maskedTexts() throws {
        let sources = SettingsSamples.sources(json: "{\"broker\": {\"username\": \"eyJhbGciOiJIUzI1NiJ9.e30.x\"}}")
        #expect(try !Settings.load(from: sources).effectiveYAML().contains("eyJ"))
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(environment: ["MARRAM_BROKER_HOST": "mqtt://u:hunter2@h"])
        )
        #expect(problems.count == 1)
        #expect(!problems.joined().contains("hunter2"))
    }

    @Test("masks the password and tells where it is read from [config-12]")
    func password() throws {
        let path = NSTemporaryDirectory() + "marram-password-\(UUID().uuidString)"
        try Data("hunter2".utf8).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let sources = SettingsSamples.sources(environment: [
            "MARRAM_BROKER_USERNAME": "u", "MARRAM_BROKER_PASSWORD_FILE": path,
        ])
        let loaded = try Settings.load(from: sources)
        let lines = Self.lines(loaded)
        #expect(lines.contains("password_file: \(path) # MARRAM_BROKER_PASSWORD_FILE"))
        #expect(lines.contains("# password: \"********\" # read from password_file"))
        #expect(!loaded.effectiveYAML().contains("hunter2"))
    }

    @Test("has the keys, variables and defaults that docs/spec/configuration.md lists")
    func documentation() throws {
        let text = try String(contentsOfFile: Repository.path("docs/spec/configuration.md"), encoding: .utf8)
        var documented: [String: String] = [:]
        for row in text.split(separator: "\n") where row.hasPrefix("| `") {
            let cells = row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            documented[cells[0].trimmingCharacters(in: ["`"])] = cells[2].trimmingCharacters(in: ["`"])
        }
        let loaded = try Settings.load(
            from: SettingsSamples.sources(
                json: "{\"broker\": {\"tls\": {}, \"port\": null}, \"uplink\": {\"tls\": {}}}"
            )
        )
        let defaults = try Self.flat(ConfigurationNode(parsing: loaded.effectiveYAML(), source: "y"), "")
        #expect(Set(documented.keys) == Set(defaults.keys))
        let others = [
            "node", "data_dir", "requests.response_allow", "updates.trust", "updates.sources", "retrain.blocked_by",
        ]
        for (key, value) in documented where !others.contains(key) {
            #expect(defaults[key] == value, "\(key)")
        }
    }

    private static func flat(_ node: ConfigurationNode, _ path: String) -> [String: String] {
        guard let mapping = node.mapping else {
            switch node.content {
            case .scalar(let scalar): return [path: scalar.text]
            case .sequence: return [path: "[]"]
            default: return [path: "null"]
            }
        }
        return mapping.entries.reduce(into: [:]) { all, entry in
            all.merge(flat(entry.value, path.isEmpty ? entry.key : "\(path).\(entry.key)")) { $1 }
        }
    }

    private static func lines(_ loaded: LoadedSettings) -> [String] {
        loaded.effectiveYAML().split(separator: "\n").map { line in
            line.split(separator: " ").joined(separator: " ")
        }
    }

    private static func values(_ loaded: LoadedSettings) -> [String] {
        lines(loaded).map { $0.components(separatedBy: " # ")[0] }
    }
}
