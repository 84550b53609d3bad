import Edge
import Testing

@Suite("Settings of uplink and outbox")
struct SettingsUplinkTests {
    @Test(
        "[config-23] without an uplink there is none, and the outbox has its defaults",
        arguments: ["", "uplink: null"]
    )
    func absent(file: String) throws {
        let loaded = try Settings.load(from: SettingsSamples.sources(file: file.isEmpty ? "node: n1" : file))
        #expect(loaded.settings.uplink == nil)
        #expect(loaded.settings.outbox.maxBytes == 256 << 20)
        #expect(loaded.settings.outbox.maxAge == .seconds(7 * 86_400))
        #expect(loaded.settings.outbox.rate == 1000)
        #expect(loaded.effectiveYAML().contains("uplink: null"))
    }

    @Test("[config-23] an empty mapping is an uplink with the defaults of a broker")
    func empty() throws {
        let uplink = try #require(
            try Settings.load(from: SettingsSamples.sources(file: "uplink: {}")).settings.uplink
        )
        #expect(uplink.host == "127.0.0.1")
        #expect(uplink.port == 1883)
        #expect(uplink.protocolVersion == .v5)
        #expect(uplink.tls == nil)
        #expect(uplink.keepAlive == .seconds(60))
    }

    @Test("[config-23] file, --configuration and environment meet in the uplink, and leave the broker alone")
    func values() throws {
        let loaded = try Settings.load(
            from: SettingsSamples.sources(
                file:
                    "uplink: {host: cloud, protocol: 3.1.1, tls: {}}\noutbox: {max_bytes: 1GiB, max_age: 1d, rate: 5k}",
                json: "{\"uplink\": {\"port\": 8883}}",
                environment: ["MARRAM_UPLINK_USERNAME": "n1", "MARRAM_UPLINK_TLS_ALPN": "mqtt"]
            )
        )
        let uplink = try #require(loaded.settings.uplink)
        #expect(uplink.host == "cloud")
        #expect(uplink.port == 8883)
        #expect(uplink.protocolVersion == .v311)
        #expect(uplink.username == "n1")
        #expect(uplink.tls?.alpn == "mqtt")
        #expect(loaded.warnings == [])
        #expect(loaded.settings.broker.host == "127.0.0.1")
        #expect(loaded.settings.broker.tls == nil)
        #expect(loaded.settings.outbox.maxBytes == 1 << 30)
        #expect(loaded.settings.outbox.maxAge == .seconds(86_400))
        #expect(loaded.settings.outbox.rate == 5000)
        let again = try Settings.load(
            from: SettingsSamples.sources(file: loaded.effectiveYAML().split(separator: "\n").joined(separator: "\n"))
        )
        #expect(again.effectiveYAML().contains("host: cloud"))
        #expect(again.settings.uplink?.tls?.alpn == "mqtt")
    }

    @Test(
        "[config-23] what is wrong is refused with the uplink's own keys",
        arguments: [
            ("uplink: {session_expiry: 1h}", "gg-config.yml:6:18: unknown key 'session_expiry' of uplink"),
            ("uplink: cloud", "gg-config.yml:6:17: uplink is 'cloud'; expected a mapping with host, port"),
            ("uplink: {port: 0}", "gg-config.yml:6:24: uplink.port is '0'; expected a whole number from 1 to 65535"),
            (
                "uplink: {password_file: /dev/null}",
                "gg-config.yml:6:33: uplink.password_file is given without uplink.username; add the user name"
            ),
            (
                "outbox: {max_bytes: 1}",
                "gg-config.yml:6:29: outbox.max_bytes is '1'; expected a size such as 128KiB, 1MB or 512, from 1MiB to"
            ),
            ("outbox: {max_age: 1s}", "gg-config.yml:6:27: outbox.max_age is '1s'; expected a duration such as"),
            ("outbox: {rate: 0}", "gg-config.yml:6:24: outbox.rate is '0'; expected a count such as"),
        ]
    )
    func wrong(file: String, expected: String) {
        let problems = SettingsSamples.problems(SettingsSamples.sources(file: file))
        #expect(problems.first?.hasPrefix(expected) == true, "\(problems)")
    }

    @Test("[config-23] a password that leaves the machine unencrypted gives the uplink's own warning")
    func warning() throws {
        let loaded = try Settings.load(
            from: SettingsSamples.sources(file: "uplink: {host: cloud, username: u, password_file: /dev/null}")
        )
        #expect(loaded.warnings.count == 1)
        #expect(loaded.warnings.first?.contains("since uplink.tls is not set") == true)
    }
}
