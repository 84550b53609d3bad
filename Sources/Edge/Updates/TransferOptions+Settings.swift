import Transfer

extension TransferOptions.TLS {
    /// As it is configured.
    init(_ settings: Settings.Updates.TLS) {
        self.init(authorities: settings.ca, certificate: settings.certificate, key: settings.key)
    }
}

extension TransferOptions.Proxy {
    /// As it is configured.
    init(_ settings: Settings.Updates.Proxy) {
        self =
            switch settings {
            case .environment: .environment
            case .none: .none
            case .url(let url): .url(url)
            }
    }
}
