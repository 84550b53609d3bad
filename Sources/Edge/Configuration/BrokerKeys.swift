/// The keys of a section that describes a broker.
struct BrokerKeys: Sendable {
    let host, port, protocolVersion, username, passwordFile: RuntimeKey
    let authorities, certificate, key, alpn: RuntimeKey
    let keepAlive, connectTimeout: RuntimeKey
    /// Nil where the section has no such key: nobody waits there for what we send.
    let sessionExpiry: RuntimeKey?

    /// The name of the section.
    var section: String { host.path[0] }
    /// The section of TLS, whose mere presence turns encryption on.
    var tls: String { section + ".tls" }

    static let broker = BrokerKeys(
        host: .brokerHost,
        port: .brokerPort,
        protocolVersion: .brokerProtocol,
        username: .brokerUsername,
        passwordFile: .brokerPasswordFile,
        authorities: .brokerAuthorities,
        certificate: .brokerCertificate,
        key: .brokerKey,
        alpn: .brokerALPN,
        keepAlive: .brokerKeepAlive,
        connectTimeout: .brokerConnectTimeout,
        sessionExpiry: .brokerSessionExpiry
    )

    static let uplink = BrokerKeys(
        host: .uplinkHost,
        port: .uplinkPort,
        protocolVersion: .uplinkProtocol,
        username: .uplinkUsername,
        passwordFile: .uplinkPasswordFile,
        authorities: .uplinkAuthorities,
        certificate: .uplinkCertificate,
        key: .uplinkKey,
        alpn: .uplinkALPN,
        keepAlive: .uplinkKeepAlive,
        connectTimeout: .uplinkConnectTimeout,
        sessionExpiry: nil
    )
}
