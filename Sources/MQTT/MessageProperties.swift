/// What MQTT 5 sends beside a payload; MQTT 3.1.1 sends none of it.
public struct MessageProperties: Sendable, Equatable {
    /// Where the sender of a request waits for the answer.
    public var responseTopic: String?
    /// Opaque bytes that belong to a request and come back with its answer.
    public var correlationData: CorrelationData?
    /// Seconds after which the message is of no use to anybody.
    public var expiry: UInt32?
    /// The payload's media type.
    public var contentType: String?
    /// Pairs of the application's own, in order.
    public var userProperties: [UserProperty]

    /// Makes a set of properties.
    public init(
        responseTopic: String? = nil,
        correlationData: CorrelationData? = nil,
        expiry: UInt32? = nil,
        contentType: String? = nil,
        userProperties: [UserProperty] = []
    ) {
        self.responseTopic = responseTopic
        self.correlationData = correlationData
        self.expiry = expiry
        self.contentType = contentType
        self.userProperties = userProperties
    }
}

/// One pair of the application's own.
public struct UserProperty: Sendable, Equatable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// Makes a pair.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}
