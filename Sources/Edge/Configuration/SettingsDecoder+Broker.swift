import Recipes

extension SettingsDecoder {
    /// Reads the uplink; nil when the configuration has none.
    mutating func uplink() -> Settings.Broker? {
        let keys = BrokerKeys.uplink
        return tree.value(at: [keys.section])?.mapping == nil ? nil : broker(keys)
    }

    /// Reads the section of a broker.
    mutating func broker(_ keys: BrokerKeys) -> Settings.Broker {
        let broker = Settings.Broker(
            host: value(keys.host, .host, default: Defaults.host),
            port: value(keys.port, .whole(1...65535), default: Defaults.port),
            protocolVersion: value(keys.protocolVersion, .mqttVersion, default: .v5),
            username: optional(keys.username, .text(upTo: 65535)),
            passwordFile: file(keys.passwordFile, holding: "the password"),
            tls: tls(keys),
            keepAlive: value(
                keys.keepAlive,
                .duration(.seconds(5)...hours(18), wholeSeconds: true),
                default: .seconds(60)
            ),
            sessionExpiry: keys.sessionExpiry.map { key in
                value(key, .duration(.seconds(1)...hours(24 * 49710), wholeSeconds: true), default: hours(1))
            } ?? .zero,
            connectTimeout: value(
                keys.connectTimeout,
                .duration(.milliseconds(100)...hours(1)),
                default: .seconds(10)
            )
        )
        check(broker, keys.section)
        return broker
    }

    private mutating func tls(_ keys: BrokerKeys) -> Settings.Broker.TLS? {
        let isOn = tree.value(at: [keys.section, "tls"])?.mapping != nil
        let tls = Settings.Broker.TLS(
            ca: file(keys.authorities, holding: "PEM certificates"),
            certificate: file(keys.certificate, holding: "a PEM certificate"),
            key: file(keys.key, holding: "a PEM private key"),
            alpn: optional(keys.alpn, .text(upTo: 255))
        )
        return isOn ? tls : nil
    }

    private mutating func check(_ broker: Settings.Broker, _ section: String) {
        if broker.passwordFile != nil, broker.username == nil {
            note(
                origin("\(section).password_file"),
                "\(section).password_file is given without \(section).username; add the user name"
            )
        }
        if let tls = broker.tls {
            if tls.certificate != nil, tls.key == nil {
                note(
                    origin("\(section).tls.certificate"),
                    "\(section).tls.certificate is given without \(section).tls.key; add its key"
                )
            }
            if tls.key != nil, tls.certificate == nil {
                note(
                    origin("\(section).tls.key"),
                    "\(section).tls.key is given without \(section).tls.certificate; add its certificate"
                )
            }
        }
        warnAboutEncryption(broker, section)
    }

    private mutating func warnAboutEncryption(_ broker: Settings.Broker, _ section: String) {
        if broker.tls != nil, broker.port == Defaults.port {
            warn(
                origin("\(section).tls"),
                "\(section).tls is used with port \(Defaults.port), where brokers speak without TLS; "
                    + "\(Defaults.portWithTLS) is the usual port"
            )
        }
        guard broker.tls == nil else { return }
        if broker.port == Defaults.portWithTLS {
            warn(
                origin("\(section).port"),
                "port \(Defaults.portWithTLS) is for TLS, but \(section).tls is not set; 'tls: {}' turns it on"
            )
        }
        let isHere = broker.host == "localhost" || broker.host == "::1" || broker.host.hasPrefix("127.")
        if broker.passwordFile != nil, !isHere {
            warn(
                origin("\(section).password_file"),
                "the password goes over the network unencrypted, since \(section).tls is not set; 'tls: {}' turns it on"
            )
        }
    }
}
