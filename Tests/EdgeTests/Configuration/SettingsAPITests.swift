import Edge
import Support
import Testing

@Suite("Settings of the HTTP API")
struct SettingsAPITests {
    @Test("[config-30] have defaults")
    func defaults() throws {
        let settings = try Settings.load(from: SettingsSamples.sources()).settings
        #expect(settings.api.enabled)
        #expect(settings.api.host == "127.0.0.1")
        #expect(settings.api.port == 8080)
        #expect(settings.api.also == [])
        #expect(settings.api.tls == nil)
        #expect(settings.api.tokensFile == nil)
        #expect(settings.limits.httpBody == 16 << 20)
        #expect(settings.limits.connections == 1024)
        #expect(settings.limits.streams == 64)
    }

    @Test("[config-11] [config-30] are read from every source")
    func values() throws {
        let folder = try TemporaryFolder()
        let certificate = try folder.write("c", to: "c.pem")
        let key = try folder.write("k", to: "k.pem")
        let tokens = try folder.write("t", to: "tokens")
        let settings = try Settings.load(
            from: SettingsSamples.sources(
                file: """
                    api: {host: 0.0.0.0, port: 0, tls: {certificate: \(certificate), key: \(key)}}
                    limits: {http_body: 1MiB}
                    """,
                json: "{\"limits\": {\"connections\": 16, \"streams\": 0}}",
                environment: ["MARRAM_API_ALSO": "7040, 8082", "MARRAM_API_TOKENS_FILE": tokens]
            )
        ).settings
        #expect(settings.api.host == "0.0.0.0")
        #expect(settings.api.port == 0)
        #expect(settings.api.also == [7040, 8082])
        #expect(settings.api.tls?.certificate == certificate)
        #expect(settings.api.tls?.key == key)
        #expect(settings.api.tokensFile == tokens)
        #expect(settings.limits.httpBody == 1 << 20)
        #expect(settings.limits.connections == 16)
        #expect(settings.limits.streams == 0)
    }

    @Test("[config-30] are refused with the way to mend them where other machines come in unseen")
    func reach() throws {
        for host in ["0.0.0.0", "192.168.1.4", "node.example.com", "'::'"] {
            let problems = SettingsSamples.problems(SettingsSamples.sources(file: "api: {host: \(host)}"))
            #expect(problems.count == 2)
            #expect(problems[0].contains("api.tls.certificate and api.tls.key are needed; or use 127.0.0.1"))
            #expect(problems[1].contains("'marram token' makes its lines"))
        }
        for file in ["api: {host: localhost}", "api: {host: '::1'}", "api: {enabled: no, host: 0.0.0.0}"] {
            #expect(SettingsSamples.problems(SettingsSamples.sources(file: file)) == [])
        }
    }

    @Test("[config-30] are refused where files or ports do not go together")
    func together() throws {
        let folder = try TemporaryFolder()
        let certificate = try folder.write("c", to: "c.pem")
        let half = SettingsSamples.sources(file: "api: {tls: {certificate: \(certificate)}}")
        #expect(SettingsSamples.problems(half).first?.contains("given without api.tls.key; add it") == true)
        let missing = SettingsSamples.sources(file: "api: {tokens_file: nowhere}")
        #expect(SettingsSamples.problems(missing).first?.contains("which does not exist") == true)
        for also in ["[8080]", "[7040, 7040]"] {
            let twice = SettingsSamples.problems(SettingsSamples.sources(file: "api: {also: \(also)}"))
            #expect(twice.first?.contains("a second time; leave it out") == true)
        }
        let many = (1...17).map { "\(9000 + $0)" }.joined(separator: ", ")
        #expect(
            SettingsSamples.problems(SettingsSamples.sources(file: "api: {also: [\(many)]}")).first?
                .contains("17 ports; expected at most 16") == true
        )
        #expect(
            SettingsSamples.problems(SettingsSamples.sources(file: "api: {also: [0]}")).first?
                .contains("expected a whole number from 1 to 65535") == true
        )
    }
}
