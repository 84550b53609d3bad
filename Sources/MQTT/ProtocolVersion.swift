/// The version of MQTT that a connection speaks.
public enum ProtocolVersion: Sendable, Hashable {
    /// MQTT 3.1.1: no properties, no reasons.
    case v311
    /// MQTT 5.
    case v5
}
