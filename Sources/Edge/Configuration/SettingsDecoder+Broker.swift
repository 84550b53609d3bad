import Recipes

extension SettingsDecoder {
    mutating func broker() -> Settings.Broker {
        let broker = Settings.Broker(
            host: value(.brokerHost, .host, default: Defaults.host),
            port: value(.brokerPort, .whole(1...65535), default: Defaults.port),
            protocolVersion: value(.brokerProtocol, .mqttVersion, default: .v5),
            username: optional(.brokerUsername, .text(upTo: 65535)),
            passwordFile: file(.brokerPasswordFile, holding: "the password"),
            tls: tls(),
            keepAlive: value(
                .brokerKeepAlive,
                .duration(.seconds(5)...hours(18), wholeSeconds: true),
                default: .seconds(60)
            ),
            sessionExpiry: value(
                .brokerSessionExpiry,
                .duration(.seconds(1)...hours(24 * 49710), wholeSeconds: true),
                default: hours(1)
            ),
            connectTimeout: value(
                .brokerConnectTimeout,
                .duration(.milliseconds(100)...hours(1)),
                default: .seconds(10)
            )
        )
        check(broker)
        return broker
    }

    private mutating func tls() -> Settings.Broker.TLS? {
        let isOn = tree.value(at: ["broker", "tls"])?.mapping != nil
        let tls = Settings.Broker.TLS(
            ca: file(.brokerAuthorities, holding: "PEM certificates"),
            certificate: file(.brokerCertificate, holding: "a PEM certificate"),
            key: file(.brokerKey, holding: "a PEM private key"),
            alpn: optional(.brokerALPN, .text(upTo: 255))
        )
        return isOn ? tls : nil
    }

    private mutating func check(_ broker: Settings.Broker) {
        if broker.passwordFile != nil, broker.username == nil {
            note(
                origin("broker.password_file"),
                "broker.password_file is given without broker.username; add the user name"
            )
        }
        if let tls = broker.tls {
            if tls.certificate != nil, tls.key == nil {
                note(
                    origin("broker.tls.certificate"),
                    "broker.tls.certificate is given without broker.tls.key; add its key"
                )
            }
            if tls.key != nil, tls.certificate == nil {
                note(
                    origin("broker.tls.key"),
                    "broker.tls.key is given without broker.tls.certificate; add its certificate"
                )
            }
        }
        warnAboutEncryption(broker)
    }

    private mutating func warnAboutEncryption(_ broker: Settings.Broker) {
        if broker.tls != nil, broker.port == Defaults.port {
            warn(
                origin(RuntimeKey.tls),
                "broker.tls is used with port \(Defaults.port), where brokers speak without TLS; "
                    + "\(Defaults.portWithTLS) is the usual port"
            )
        }
        guard broker.tls == nil else { return }
        if broker.port == Defaults.portWithTLS {
            warn(
                origin("broker.port"),
                "port \(Defaults.portWithTLS) is for TLS, but broker.tls is not set; 'tls: {}' turns it on"
            )
        }
        let isHere = broker.host == "localhost" || broker.host == "::1" || broker.host.hasPrefix("127.")
        if broker.passwordFile != nil, !isHere {
            warn(
                origin("broker.password_file"),
                "the password goes over the network unencrypted, since broker.tls is not set; 'tls: {}' turns it on"
            )
        }
    }
}
