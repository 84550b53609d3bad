import Recipes

extension SettingsDecoder {
    /// Reads how models are updated.
    mutating func updates(dataDirectory: String) -> Settings.Updates {
        let week = ValueRule<Duration>.duration(.zero...hours(24 * 7))
        let enabled = value(.updatesEnabled, .boolean, default: true)
        return Settings.Updates(
            enabled: enabled,
            trust: trust(dataDirectory: dataDirectory, isNeeded: enabled),
            allowUnsigned: value(.updatesAllowUnsigned, .boolean, default: false),
            keep: value(.updatesKeep, .whole(2...100), default: 3),
            quota: value(.updatesQuota, .size((1 << 20)...(1 << 40)), default: 2 << 30),
            reserve: value(.updatesReserve, .size(4096...(1 << 30)), default: 64 << 10),
            maxBundle: value(.updatesMaxBundle, .size(1024...(1 << 40)), default: 1 << 30),
            shadow: value(.updatesShadow, week, default: .zero),
            trial: value(.updatesTrial, week, default: .seconds(300)),
            autoConfirm: value(.updatesAutoConfirm, .boolean, default: true),
            hardware: optional(.updatesHardware, .text(upTo: 128)),
            untrustedClock: value(.updatesUntrustedClock, .choice(), default: .warn),
            sources: list(.updatesSources, .source, of: "beginnings of URLs", default: Defaults.sources),
            minimumSpeed: value(.updatesMinimumSpeed, .size(0...(1 << 30)), default: 1024),
            downloadDeadline: value(.updatesDeadline, .duration(.seconds(1)...hours(24 * 30)), default: hours(24)),
            proxy: value(.updatesProxy, .proxy, default: .environment),
            tls: updatesTLS(),
            s3: s3(),
            mlflow: mlflow()
        )
    }

    /// The configured file, else the one beside the configuration, else the one among the data.
    private mutating func trust(dataDirectory: String, isNeeded: Bool) -> String {
        let key = RuntimeKey.updatesTrust
        if let found = path(key) {
            if isNeeded, FileKind(at: found.value) != .file {
                warn(
                    found.origin,
                    "\(key.rawValue) names no file that is there; until it does, no signed bundle is taken "
                        + "('marram bundle keys' makes keys)"
                )
            }
            return found.value
        }
        let beside = sources.document?.folder.map { "\($0)/\(Defaults.trust)" }
        let path = beside.flatMap { FileKind(at: $0) == .file ? $0 : nil } ?? "\(dataDirectory)/\(Defaults.trust)"
        show(key, YAMLText(path).description, EffectiveValue.byDefault)
        return path
    }

    private mutating func updatesTLS() -> Settings.Updates.TLS {
        tls(.updatesAuthorities, .updatesCertificate, .updatesKey)
    }

    /// Reads what HTTPS needs; certificate and key go together.
    mutating func tls(
        _ authoritiesKey: RuntimeKey,
        _ certificateKey: RuntimeKey,
        _ keyKey: RuntimeKey
    ) -> Settings.Updates.TLS {
        let tls = Settings.Updates.TLS(
            ca: file(authoritiesKey, holding: "PEM certificates"),
            certificate: file(certificateKey, holding: "a PEM certificate"),
            key: file(keyKey, holding: "a PEM private key")
        )
        need(keyKey, with: certificateKey, isGiven: tls.certificate != nil, isThere: tls.key != nil)
        need(certificateKey, with: keyKey, isGiven: tls.key != nil, isThere: tls.certificate != nil)
        return tls
    }

    private mutating func s3() -> Settings.Updates.S3 {
        Settings.Updates.S3(
            endpoint: optional(.updatesS3Endpoint, .webURL),
            region: optional(.updatesS3Region, .region),
            profile: optional(.updatesS3Profile, .text(upTo: 128)),
            pathStyle: value(.updatesS3PathStyle, .auto(or: .boolean), default: nil)
        )
    }

    private mutating func mlflow() -> Settings.Updates.MLflow {
        let mlflow = Settings.Updates.MLflow(
            url: optional(.updatesMLflowURL, .webURL),
            username: optional(.updatesMLflowUsername, .text(upTo: 1024)),
            passwordFile: file(.updatesMLflowPasswordFile, holding: "the password"),
            tokenFile: file(.updatesMLflowTokenFile, holding: "the token")
        )
        check(
            CredentialKeys(.updatesMLflowUsername, .updatesMLflowPasswordFile, .updatesMLflowTokenFile),
            hasName: mlflow.username != nil,
            hasPassword: mlflow.passwordFile != nil,
            hasToken: mlflow.tokenFile != nil
        )
        return mlflow
    }

    /// Notes a name without a password, a password without a name, and a token beside them.
    mutating func check(_ keys: CredentialKeys, hasName: Bool, hasPassword: Bool, hasToken: Bool) {
        need(keys.username, with: keys.passwordFile, isGiven: hasPassword, isThere: hasName)
        need(keys.passwordFile, with: keys.username, isGiven: hasName, isThere: hasPassword)
        guard hasName, hasToken else { return }
        let key = keys.tokenFile.rawValue
        note(origin(key), "\(key) is given beside \(keys.username.rawValue); use one of them")
    }

    /// Notes that a key is missing that another one needs.
    mutating func need(_ needed: RuntimeKey, with key: RuntimeKey, isGiven: Bool, isThere: Bool) {
        guard isGiven, !isThere else { return }
        note(origin(key.rawValue), "\(key.rawValue) is given without \(needed.rawValue); add it")
    }
}
