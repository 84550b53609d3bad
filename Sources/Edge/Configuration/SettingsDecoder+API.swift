import Recipes

extension SettingsDecoder {
    /// Reads where the HTTP API is served, and to whom.
    mutating func api() -> Settings.API {
        let port = value(.apiPort, .whole(0...65535), default: Defaults.apiPort)
        let api = Settings.API(
            enabled: value(.apiEnabled, .boolean, default: true),
            host: value(.apiHost, .host, default: Defaults.host),
            port: port,
            also: morePorts(than: port),
            tls: apiTLS(),
            tokensFile: file(.apiTokensFile, holding: "tokens")
        )
        if api.enabled { checkReach(of: api) }
        return api
    }

    private mutating func morePorts(than port: Int) -> [Int] {
        let rule = ValueRule<Int>.whole(1...65535)
        let most = 16
        var seen: Set<Int> = [port]
        let ports = list(
            .apiAlso,
            ValueRule<String>(
                expectation: rule.expectation,
                read: { rule.read($0).map(rule.write) },
                write: { $0 }
            ),
            of: "ports",
            default: []
        ) { decoder, text, origin in
            guard let port = Int(text), !seen.insert(port).inserted else { return }
            decoder.note(origin, "api.also names port \(port) a second time; leave it out")
        }
        if ports.count > most {
            note(origin(RuntimeKey.apiAlso.rawValue), "api.also has \(ports.count) ports; expected at most \(most)")
        }
        return ports.compactMap { Int($0) }
    }

    private mutating func apiTLS() -> Settings.API.TLS? {
        let certificate = file(.apiCertificate, holding: "a PEM certificate")
        let key = file(.apiKey, holding: "a PEM private key")
        need(.apiKey, with: .apiCertificate, isGiven: certificate != nil, isThere: key != nil)
        need(.apiCertificate, with: .apiKey, isGiven: key != nil, isThere: certificate != nil)
        guard let certificate, let key else { return nil }
        return Settings.API.TLS(certificate: certificate, key: key)
    }

    /// What other machines reach is encrypted, and asks who is there.
    private mutating func checkReach(of api: Settings.API) {
        let host = api.host.lowercased()
        guard host != "localhost", host != "::1", !host.hasPrefix("127.") else { return }
        let place = origin(RuntimeKey.apiHost.rawValue)
        let isGiven = tree.value(at: RuntimeKey.apiCertificate.path).map { !$0.isNull } ?? false
        if api.tls == nil, !isGiven {
            note(
                place,
                "api.host is \(ConfigurationScalar(api.host).quoted), which other machines reach, so api.tls.certificate "
                    + "and api.tls.key are needed; or use 127.0.0.1"
            )
        }
        if api.tokensFile == nil {
            note(
                place,
                "api.host is \(ConfigurationScalar(api.host).quoted), which other machines reach, so api.tokens_file is "
                    + "needed ('marram token' makes its lines); or use 127.0.0.1"
            )
        }
    }
}
