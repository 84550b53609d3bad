/// How the connections to brokers stand.
package struct ConnectionSection: Sendable, Equatable, Encodable {
    /// A connection.
    package struct Link: Sendable, Equatable, Encodable {
        package var isUp = false
        /// Host and port.
        package var broker = ""
        /// Why it was or is not to be had.
        package var lastError: String?

        /// Makes one that is down.
        package init(broker: String = "") { self.broker = broker }

        enum CodingKeys: String, CodingKey {
            case state, broker
            case lastError = "last_error"
        }

        package func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(isUp ? "connected" : "disconnected", forKey: .state)
            try members.encode(broker, forKey: .broker)
            try members.encodeIfPresent(lastError, forKey: .lastError)
        }
    }

    /// That answers and news go out on.
    package var main = Link()
    /// That predictions and events go out on, where they have one of their own.
    package var uplink: Link?
    package var reconnects = 0
    /// Messages that the broker has not confirmed.
    package var inFlight = 0
    /// Connections that messages come in on, and those of them that stand.
    package var lanes = 0
    package var lanesReady = 0
    package var inPerSecond = 0.0
    package var outPerSecond = 0.0

    /// Makes one of a node that is not connected.
    package init() {}

    enum CodingKeys: String, CodingKey {
        case uplink, reconnects, lanes
        case inFlight = "inflight"
        case lanesReady = "lanes_ready"
        case inPerSecond = "in_per_s"
        case outPerSecond = "out_per_s"
    }

    package func encode(to encoder: any Encoder) throws {
        try main.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(uplink, forKey: .uplink)
        try members.encode(reconnects, forKey: .reconnects)
        try members.encode(inFlight, forKey: .inFlight)
        try members.encode(lanes, forKey: .lanes)
        try members.encode(lanesReady, forKey: .lanesReady)
        try members.encode(inPerSecond, forKey: .inPerSecond)
        try members.encode(outPerSecond, forKey: .outPerSecond)
    }
}
