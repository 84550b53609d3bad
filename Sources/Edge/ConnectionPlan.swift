import MQTT

/// The connections of a node: who each is and what it asks of the broker.
struct ConnectionPlan {
    /// Longest time that a slow model's burst may take: well below any keep-alive.
    private static let burstTime = Duration.seconds(2)

    private let settings: Settings
    private let password: Secret?
    private let base: String

    init(_ settings: Settings, password: Secret?) {
        self.settings = settings
        self.password = password
        base = "marram-\(settings.node)" + (settings.instance.map { "-\($0)" } ?? "")
    }

    /// The connection that all goes out on; the broker says `offline` when it vanishes.
    func publisher(_ topics: Topics) -> ConnectionOptions {
        var options = options("\(base)-out")
        options.will = ConnectionOptions.Will(topic: topics.status, payload: "offline")
        return options
    }

    /// The connection that predictions and events go out on, where they do not go to the one broker.
    func uplink(_ broker: Settings.Broker, password: Secret?) -> ConnectionOptions {
        options("\(base)-uplink", of: broker, password)
    }

    /// The connection that requests come in on; they wait for it while it is away.
    var mainLane: ConnectionOptions {
        var options = options(base)
        options.sessionExpiry = settings.broker.sessionExpiry
        return options
    }

    /// The connection that commands come in on; they wait for it while it is away.
    var commandLane: ConnectionOptions {
        var options = options("\(base)-cmd")
        options.sessionExpiry = settings.broker.sessionExpiry
        return options
    }

    /// The connection on which a slow model's requests wait.
    func queueLane(_ model: Name, cost: Duration) -> ConnectionOptions {
        var options = options("\(base)-queue-\(model)")
        options.sessionExpiry = settings.broker.sessionExpiry
        // Nothing is sent, not even a ping, while a burst runs.
        options.keepAlive = min(max(settings.broker.keepAlive, cost * 8), .seconds(65_535))
        return options
    }

    /// The connection that a binding's telemetry comes in on; of QoS 1 it waits for it while it is away.
    func telemetryLane(_ binding: Settings.Binding) -> ConnectionOptions {
        var options = options("\(base)-binding-\(binding.name)")
        if binding.source.qos == 1 { options.sessionExpiry = settings.broker.sessionExpiry }
        return options
    }

    /// The connection that labels of a binding come in on.
    func labelLane(_ binding: Name, _ labels: Settings.Binding.Labels) -> ConnectionOptions {
        var options = options("\(base)-labels-\(binding)")
        if labels.source.qos == 1 { options.sessionExpiry = settings.broker.sessionExpiry }
        return options
    }

    /// How many requests a slow model's lane reads before it acknowledges them.
    func queueBurst(cost: Duration) -> Int {
        guard cost > .zero else { return settings.requests.burst }
        return min(max(1, Int(Self.burstTime / cost)), settings.requests.burst)
    }

    /// A connection that is there for a moment and leaves nothing behind.
    func visitor(_ clientID: String) -> ConnectionOptions { options(clientID) }

    private func options(_ clientID: String) -> ConnectionOptions {
        options(clientID, of: settings.broker, password)
    }

    private func options(_ clientID: String, of broker: Settings.Broker, _ password: Secret?) -> ConnectionOptions {
        var options = ConnectionOptions(
            host: broker.host,
            port: broker.port,
            version: broker.protocolVersion == .v5 ? .v5 : .v311,
            clientID: clientID
        )
        options.username = broker.username
        options.password = password
        options.keepAlive = broker.keepAlive
        options.connectTimeout = broker.connectTimeout
        options.tls = broker.tls.map {
            ConnectionOptions.TLS(authorities: $0.ca, certificate: $0.certificate, key: $0.key, alpn: $0.alpn)
        }
        return options
    }
}
