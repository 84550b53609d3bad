/// How often a message arrives.
public enum QoS: Int32, Sendable, Hashable {
    /// QoS 0.
    case atMostOnce = 0
    /// QoS 1.
    case atLeastOnce = 1
}
