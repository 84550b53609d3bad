/// What has been sent.
public struct SendingSummary: Sendable, Equatable {
    /// Readings that left.
    public var readings = 0
    /// Messages that left, those about the truth too.
    public var messages = 0
    /// Bytes of their payloads.
    public var bytes = 0
    /// Messages of QoS 1 that the broker has confirmed.
    public var confirmed = 0
    /// Readings that it confirmed though nobody subscribes to them; MQTT 3.1.1 cannot say so.
    public var unheard = 0
    /// Messages that it refused.
    public var refused = 0
    /// How long it took.
    public var seconds = 0.0
    /// How far behind its time a message was at most, in seconds.
    public var late = 0.0
    /// True when it was stopped before its end.
    public var isStopped = false
}
