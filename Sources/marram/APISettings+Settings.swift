import API
import Edge

extension APISettings {
    /// Takes what the configuration says.
    init(_ settings: Settings) {
        self.init(host: settings.api.host, port: settings.api.port)
        also = settings.api.also
        tls = settings.api.tls.map { TLS(certificate: $0.certificate, key: $0.key) }
        tokensFile = settings.api.tokensFile
        bodyLimit = settings.limits.httpBody
        connections = settings.limits.connections
    }
}
