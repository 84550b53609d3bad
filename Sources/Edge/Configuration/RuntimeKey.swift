/// A key of the runtime configuration, by its path with dots.
enum RuntimeKey: String, Sendable, CaseIterable {
    case node
    case instance
    case prefix
    case dataDirectory = "data_dir"
    case brokerHost = "broker.host"
    case brokerPort = "broker.port"
    case brokerProtocol = "broker.protocol"
    case brokerUsername = "broker.username"
    case brokerPasswordFile = "broker.password_file"
    case brokerAuthorities = "broker.tls.ca"
    case brokerCertificate = "broker.tls.certificate"
    case brokerKey = "broker.tls.key"
    case brokerALPN = "broker.tls.alpn"
    case brokerKeepAlive = "broker.keep_alive"
    case brokerSessionExpiry = "broker.session_expiry"
    case brokerConnectTimeout = "broker.connect_timeout"
    case uplinkHost = "uplink.host"
    case uplinkPort = "uplink.port"
    case uplinkProtocol = "uplink.protocol"
    case uplinkUsername = "uplink.username"
    case uplinkPasswordFile = "uplink.password_file"
    case uplinkAuthorities = "uplink.tls.ca"
    case uplinkCertificate = "uplink.tls.certificate"
    case uplinkKey = "uplink.tls.key"
    case uplinkALPN = "uplink.tls.alpn"
    case uplinkKeepAlive = "uplink.keep_alive"
    case uplinkConnectTimeout = "uplink.connect_timeout"
    case outboxBytes = "outbox.max_bytes"
    case outboxAge = "outbox.max_age"
    case outboxRate = "outbox.rate"
    case requestsEnabled = "requests.enabled"
    case requestsQoS = "requests.qos"
    case requestsBurst = "requests.burst"
    case requestsAcknowledge = "requests.acknowledge"
    case requestsResponseAllow = "requests.response_allow"
    case limitsPayload = "limits.mqtt_payload"
    case limitsElements = "limits.elements"
    case limitsDepth = "limits.json_depth"
    case limitsQueue = "limits.queue"
    case limitsKeys = "limits.keys_per_binding"
    case inferenceLibrary = "inference.library"
    case inferenceThreads = "inference.intra_threads"
    case inferenceMaxBatch = "inference.max_batch"
    case inferenceWarmUp = "inference.warm_up"
    case inferenceNonFinite = "inference.non_finite"
    case inferenceProbeMemory = "inference.probe_memory"
    case inferenceProbeTimeout = "inference.probe_timeout"
    case models
    case updatesEnabled = "updates.enabled"
    case updatesTrust = "updates.trust"
    case updatesAllowUnsigned = "updates.allow_unsigned"
    case updatesKeep = "updates.keep"
    case updatesQuota = "updates.quota"
    case updatesReserve = "updates.reserve"
    case updatesMaxBundle = "updates.max_bundle"
    case updatesShadow = "updates.shadow"
    case updatesTrial = "updates.trial"
    case updatesAutoConfirm = "updates.auto_confirm"
    case updatesHardware = "updates.hardware"
    case updatesUntrustedClock = "updates.untrusted_clock"
    case updatesSources = "updates.sources"
    case updatesMinimumSpeed = "updates.minimum_speed"
    case updatesDeadline = "updates.download_deadline"
    case updatesProxy = "updates.proxy"
    case updatesAuthorities = "updates.tls.ca"
    case updatesCertificate = "updates.tls.certificate"
    case updatesKey = "updates.tls.key"
    case updatesS3Endpoint = "updates.s3.endpoint"
    case updatesS3Region = "updates.s3.region"
    case updatesS3Profile = "updates.s3.profile"
    case updatesS3PathStyle = "updates.s3.path_style"
    case updatesMLflowURL = "updates.mlflow.url"
    case updatesMLflowUsername = "updates.mlflow.username"
    case updatesMLflowPasswordFile = "updates.mlflow.password_file"
    case updatesMLflowTokenFile = "updates.mlflow.token_file"
    case bindings
    case eventsMode = "events.mode"
    case stateInterval = "state_interval"
    case healthInterval = "health_interval"
    case logLevel = "log.level"
    case logFormat = "log.format"

    /// The keys from the root to this one.
    var path: [String] { rawValue.split(separator: ".").map(String.init) }

    /// The environment variable that overrides the key: `MARRAM_BROKER_HOST` for `broker.host`.
    var variable: String { "MARRAM_" + rawValue.uppercased().replacing(".", with: "_") }

    /// Returns the keys and sections directly in a section; the root is the empty path.
    static func children(of section: [String]) -> [String] {
        var seen: Set<String> = []
        return allCases.compactMap { key in
            let path = key.path
            guard path.count > section.count, Array(path.prefix(section.count)) == section else { return nil }
            return seen.insert(path[section.count]).inserted ? path[section.count] : nil
        }
    }
}
