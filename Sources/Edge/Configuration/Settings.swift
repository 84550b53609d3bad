/// What a Marram process runs by: decoded once, valid throughout.
public struct Settings: Sendable {
    /// The logical name that the topics carry.
    public internal(set) var node: Name
    /// The name of this process where several serve one node.
    public internal(set) var instance: Name?
    /// What all topics begin with.
    public internal(set) var prefix: TopicPrefix
    /// Where state is kept: an absolute path, which need not exist.
    public internal(set) var dataDirectory: String
    /// Where and how to connect.
    public internal(set) var broker: Broker
    /// Where predictions and events go; nil for the one broker.
    ///
    /// Nothing waits for us there: its `sessionExpiry` is zero and means nothing.
    public internal(set) var uplink: Broker?
    /// What is kept of predictions and events while they cannot be sent.
    public internal(set) var outbox: Outbox
    /// How requests are taken and answered.
    public internal(set) var requests: Requests
    /// How much of anything is taken.
    public internal(set) var limits: Limits
    /// How models are run.
    public internal(set) var inference: InferenceOptions
    /// The models to serve; names are unique.
    public internal(set) var models: [ModelReference]
    /// How models are updated over the air.
    public internal(set) var updates: Updates
    /// How telemetry reaches models; names are unique.
    public internal(set) var bindings: [Binding]
    /// How drift is watched for.
    public internal(set) var drift: Drift
    /// How a new model is asked for when the data has drifted.
    public internal(set) var retrain: Retrain
    /// Where the HTTP API is served, and to whom.
    public internal(set) var api: API
    /// How events are written.
    public internal(set) var events: Events
    /// Time between two savings of the bindings' windows: 1 s to 1 day.
    public internal(set) var stateInterval: Duration
    /// Time between two health messages: 1 s to 1 day.
    public internal(set) var healthInterval: Duration
    /// What is logged, and how.
    public internal(set) var log: LogOptions
}
