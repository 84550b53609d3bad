import Edge
import Foundation
import Support
import Models
import Testing

@Suite("Settings of updates")
struct SettingsUpdatesTests {
    @Test("[config-25] have defaults")
    func defaults() throws {
        let loaded = try Settings.load(from: SettingsSamples.sources())
        let updates = loaded.settings.updates
        #expect(loaded.warnings == [])
        #expect(updates.enabled)
        #expect(updates.trust == "/home/m/.local/state/marram/trust.json")
        #expect(!updates.allowUnsigned)
        #expect(updates.keep == 3)
        #expect(updates.quota == 2 << 30)
        #expect(updates.reserve == 65536)
        #expect(updates.maxBundle == 1 << 30)
        #expect(updates.shadow == .zero)
        #expect(updates.trial == .seconds(300))
        #expect(updates.autoConfirm)
        #expect(updates.hardware == nil)
        #expect(updates.untrustedClock == .warn)
        #expect(updates.sources.first == "https:")
        #expect(!updates.sources.contains("http:"))
        #expect(updates.minimumSpeed == 1024)
        #expect(updates.downloadDeadline == .seconds(86_400))
        #expect(updates.proxy == .environment)
        #expect([updates.tls.ca, updates.tls.certificate, updates.tls.key] == [nil, nil, nil])
        #expect([updates.s3.endpoint, updates.s3.region, updates.s3.profile] == [nil, nil, nil])
        #expect(updates.s3.pathStyle == nil)
        #expect([updates.mlflow.url, updates.mlflow.username, updates.mlflow.tokenFile] == [nil, nil, nil])
        #expect(loaded.settings.inference.probeMemory == 1 << 30)
        #expect(loaded.settings.inference.probeTimeout == .seconds(60))
    }

    @Test("[config-27] allow by default what the store allows by default")
    func usualSources() throws {
        let settings = try Settings.load(from: SettingsSamples.sources(file: "node: n1")).settings
        #expect(try SourceRules(settings.updates.sources) == .usual)
    }

    @Test("[config-11] [config-25] are read from every source")
    func values() throws {
        let sources = SettingsSamples.sources(
            file: """
                updates: {allow_unsigned: yes, keep: 5, quota: 64MiB, shadow: 1m, trial: 0s, hardware: press-7}
                inference: {probe_memory: 256MiB, probe_timeout: 5s}
                """,
            json: """
                {"updates": {"untrusted_clock": "refuse", "s3": {"endpoint": "http://127.0.0.1:9000", "path_style": true},
                             "mlflow": {"url": "https://mlflow:5000/base"}, "minimum_speed": 0}}
                """,
            environment: [
                "MARRAM_UPDATES_SOURCES": "https://a/b , s3://c", "MARRAM_UPDATES_PROXY": "socks5h://p:1080",
                "MARRAM_UPDATES_S3_REGION": "eu-west-1", "MARRAM_UPDATES_DOWNLOAD_DEADLINE": "2h",
                "MARRAM_UPDATES_AUTO_CONFIRM": "false",
            ]
        )
        let loaded = try Settings.load(from: sources)
        let updates = loaded.settings.updates
        #expect(loaded.warnings == [])
        #expect(updates.allowUnsigned)
        #expect(updates.keep == 5)
        #expect(updates.quota == 64 << 20)
        #expect(updates.shadow == .seconds(60))
        #expect(updates.trial == .zero)
        #expect(!updates.autoConfirm)
        #expect(updates.hardware == "press-7")
        #expect(updates.untrustedClock == .refuse)
        #expect(updates.sources == ["https://a/b", "s3://c"])
        #expect(updates.minimumSpeed == 0)
        #expect(updates.downloadDeadline == .seconds(7200))
        #expect(updates.proxy == .url("socks5h://p:1080"))
        #expect(updates.s3.endpoint == "http://127.0.0.1:9000")
        #expect(updates.s3.region == "eu-west-1")
        #expect(updates.s3.pathStyle == true)
        #expect(updates.mlflow.url == "https://mlflow:5000/base")
        #expect(loaded.settings.inference.probeMemory == 256 << 20)
        #expect(loaded.settings.inference.probeTimeout == .seconds(5))
    }

    @Test("[config-26] find the trust file beside the configuration, else among the data")
    func trust() throws {
        let folder = try TemporaryFolder()
        let beside = SettingsSamples.sources(file: "node: a", folder: folder.path)
        #expect(try Settings.load(from: beside).settings.updates.trust == "/home/m/.local/state/marram/trust.json")
        try folder.write("{}", to: "trust.json")
        #expect(try Settings.load(from: beside).settings.updates.trust == folder.path + "/trust.json")
        let named = SettingsSamples.sources(file: "updates: {trust: keys/t.json}", folder: folder.path)
        let loaded = try Settings.load(from: named)
        #expect(loaded.settings.updates.trust == folder.path + "/keys/t.json")
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.hasPrefix("gg-config.yml:6:26: updates.trust names no file") == true)
        let off = SettingsSamples.sources(file: "updates: {trust: keys/t.json, enabled: no}", folder: folder.path)
        #expect(try Settings.load(from: off).warnings == [])
    }

    @Test(
        "[config-27] refuse sources that are no beginnings of URLs",
        arguments: ["'ftp:'", "https", "'https://u@h'", "'https://h?a'", "'https://h#a'", "''", "'s3:a b'", "[a]"]
    )
    func sources(value: String) throws {
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(file: "updates:\n  sources:\n    - 's3:'\n    - \(value)")
        )
        try #require(problems.count == 1)
        #expect(problems[0].hasPrefix("gg-config.yml:9:15: updates.sources[1] is "), "\(problems)")
    }

    @Test(
        "[config-28] that need one another are missed",
        arguments: [
            ("tls: {certificate: f}", "updates.tls.certificate is given without updates.tls.key; add it"),
            ("tls: {key: f}", "updates.tls.key is given without updates.tls.certificate; add it"),
            (
                "mlflow: {username: u}",
                "updates.mlflow.username is given without updates.mlflow.password_file; add it"
            ),
            (
                "mlflow: {password_file: f}",
                "updates.mlflow.password_file is given without updates.mlflow.username; add it"
            ),
            (
                "mlflow: {username: u, password_file: f, token_file: f}",
                "updates.mlflow.token_file is given beside updates.mlflow.username; use one of them"
            ),
        ]
    )
    func together(line: String, expected: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("x", to: "f")
        let problems = SettingsSamples.problems(
            SettingsSamples.sources(file: "updates:\n  \(line)", folder: folder.path)
        )
        #expect(problems.count == 1)
        #expect(problems.first?.hasSuffix(expected) == true, "\(problems)")
    }

    @Test(
        "[config-28] name files that must be readable",
        arguments: ["tls.ca", "tls.certificate", "tls.key", "mlflow.password_file", "mlflow.token_file"]
    )
    func unreadable(key: String) throws {
        let variable = "MARRAM_UPDATES_" + key.uppercased().replacingOccurrences(of: ".", with: "_")
        let problems = SettingsSamples.problems(SettingsSamples.sources(environment: [variable: "/none"]))
        let wanted = "\(variable): updates.\(key) is '/none', which does not exist; expected a file with "
        #expect(problems.contains { $0.hasPrefix(wanted) }, "\(problems)")
    }

    @Test("[config-12] [config-28] never show the proxy's password")
    func secrets() throws {
        let sources = SettingsSamples.sources(environment: ["MARRAM_UPDATES_PROXY": "http://u:hunter2@p:3128"])
        let loaded = try Settings.load(from: sources)
        #expect(loaded.settings.updates.proxy == .url("http://u:hunter2@p:3128"))
        #expect(!loaded.effectiveYAML().contains("hunter2"))
    }
}
