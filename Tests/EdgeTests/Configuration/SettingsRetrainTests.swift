import Foundation
import Support
import Testing

@testable import Edge

@Suite("Settings of retraining")
struct SettingsRetrainTests {
    @Test("[retrain-1] have defaults: nobody is asked")
    func defaults() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources(file: "node: n1"))
        let retrain = loaded.settings.retrain
        #expect(loaded.warnings == [])
        #expect(retrain.mode == .none && retrain.minimalRows == 1000 && retrain.minimalShare == 0.2)
        #expect(retrain.cooldown == .seconds(86_400))
        #expect(retrain.airflow == nil && retrain.command == nil)
        #expect(retrain.local.rows == 64 << 20 && retrain.local.memory == 1 << 30)
        #expect(retrain.local.key == nil && retrain.local.arguments == [] && retrain.local.timeout == .seconds(3600))
        #expect(loaded.effectiveYAML().contains("retrain:\n  mode: none"))
    }

    @Test("[retrain-1] are read from every source, and shown")
    func values() throws {
        let folder = try TemporaryFolder()
        let password = try folder.write("secret\n", to: "password")
        let loaded = try Settings.load(
            from: SettingsSamples.sources(
                file: """
                    retrain: {mode: airflow, min_rows: 5k, airflow: {url: 'https://a.example/x', dag: marram_retrain, api: v1}}
                    """,
                json:
                    "{\"retrain\": {\"min_share\": 0.5, \"airflow\": {\"username\": \"u\", \"password_file\": \"\(password)\"}}}",
                environment: [
                    "MARRAM_RETRAIN_COOLDOWN": "1h", "MARRAM_RETRAIN_AIRFLOW_POLL": "1m",
                    "MARRAM_RETRAIN_AIRFLOW_DRY_RUN": "yes", "MARRAM_RETRAIN_LOCAL_TRAIN": "--window, 20",
                ]
            )
        )
        let retrain = loaded.settings.retrain
        let airflow = try #require(retrain.airflow)
        #expect(retrain.mode == .airflow && retrain.minimalRows == 5000 && retrain.minimalShare == 0.5)
        #expect(retrain.cooldown == .seconds(3600) && retrain.local.arguments == ["--window", "20"])
        #expect(airflow.url == "https://a.example/x" && airflow.dag == "marram_retrain" && airflow.interface == .v1)
        #expect(airflow.username == "u" && airflow.passwordFile == password && airflow.tokenFile == nil)
        #expect(airflow.poll == .seconds(60) && airflow.timeout == .seconds(6 * 3600) && airflow.dryRun)
        let yaml = loaded.effectiveYAML()
        #expect(yaml.contains("    url: \"https://a.example/x\"") && yaml.contains("    dry_run: true"))
        #expect(!yaml.contains("secret"))
    }

    @Test(
        "[retrain-2] that a mode needs are missed",
        arguments: [
            ("mode: airflow", ["retrain.airflow.url", "retrain.airflow.dag"]),
            ("mode: airflow, airflow: {url: 'https://h'}", ["retrain.airflow.dag"]),
            ("mode: airflow, airflow: {dag: d}", ["retrain.airflow.url"]),
            ("mode: command", ["retrain.command.run"]), ("mode: command, command: {run: []}", ["retrain.command.run"]),
        ]
    )
    func missing(retrain: String, keys: [String]) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: "retrain: {\(retrain)}"))
        let mode = retrain.hasPrefix("mode: airflow") ? "airflow" : "command"
        #expect(
            problems == keys.map { "gg-config.yml:6:25: retrain.mode is \(mode), but \($0) is missing; add it" },
            "\(problems)"
        )
    }

    @Test(
        "[retrain-2] that cannot be used are refused",
        arguments: [
            ("mode: later", "expected none, mqtt, airflow, command or local"), ("min_rows: 0", "a count"),
            ("min_share: -1", "a number from 0 to 1000"),
            ("airflow: {url: 'ftp://h', dag: d}", "such as https://airflow"),
            ("airflow: {url: 'https://h:99999', dag: d}", "retrain.airflow.url cannot be used"),
            ("airflow: {url: 'https://u@h', dag: d}", "without user"), ("airflow: {dag: 'a/b'}", "identifier of a DAG"),
            ("airflow: {dag: '..'}", "identifier of a DAG"), ("airflow: {api: v3}", "expected v1 or v2"),
            ("airflow: {username: u}", "without retrain.airflow.password_file; add it"),
            ("airflow: {certificate: /etc/hostname}", "without retrain.airflow.key; add it"),
            ("airflow: {token_file: /none}", "does not exist"), ("command: {run: [sh]}", "expected the absolute path"),
            ("command: {run: [/none]}", "does not exist"), ("command: {run: [/etc]}", "which is a folder"),
            ("command: {run: [/etc/passwd]}", "which this user may not run"),
            ("command: {run: /bin/sh}", "a list of"),
            ("local: {rows: 1}", "a size"), ("local: {key: /none}", "does not exist"),
            ("speed: 1", "unknown key 'speed'"),
        ]
    )
    func wrong(retrain: String, word: String) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: "retrain: {\(retrain)}"))
        #expect(problems.count == 1 && problems[0].contains(word), "\(problems)")
    }

    @Test(
        "[retrain-3] send a password or a token unencrypted only within this machine",
        arguments: [
            ("http://127.0.0.1:8080", true), ("http://localhost", true), ("http://[::1]:8080", true),
            ("http://127.1.2.3", true), ("https://airflow.example", true), ("http://airflow.example", false),
            ("http://127.0.0.1.example", false), ("http://10.0.0.1", false), ("http://localhost.example", false),
        ]
    )
    func encryption(url: String, isTaken: Bool) throws {
        let folder = try TemporaryFolder()
        let token = try folder.write("token", to: "token")
        let bare = "retrain: {airflow: {url: '\(url)', dag: d}}"
        #expect(SettingsSamples.problems(SettingsSamples.sources(file: bare)) == [])
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(file: "retrain: {airflow: {url: '\(url)', dag: d, token_file: \(token)}}")
        )
        #expect(problems.isEmpty == isTaken)
        #expect(isTaken || problems.first?.contains("not encrypted") == true, "\(problems)")
    }

    @Test("[retrain-21] are not what a program that trains finds in its environment")
    func variables() throws {
        let names = RetrainDocument.Variable.allCases.map(\.rawValue)
        let sources = SettingsSamples.sources(environment: Dictionary(uniqueKeysWithValues: names.map { ($0, "x") }))
        #expect(try Settings.load(from: sources).warnings == [])
        #expect(Set(names).isDisjoint(with: RuntimeKey.allCases.map(\.variable)))
    }

    @Test("[retrain-4] of training on this device go together with those of updates")
    func local() throws {
        let off = SettingsSamples.sources(file: "retrain: {mode: local}\nupdates: {enabled: no}")
        #expect(SettingsSamples.problems(off).first?.contains("updates.enabled is false") == true)
        let bare = try Settings.load(from: SettingsSamples.sources(file: "retrain: {mode: local}"))
        #expect(bare.warnings.count == 1 && bare.warnings[0].contains("retrain.local.key"))
        let open = SettingsSamples.sources(file: "retrain: {mode: local}\nupdates: {allow_unsigned: yes}")
        #expect(try Settings.load(from: open).warnings == [])
    }
}
