import MQTT

/// One message that is to be sent.
struct Emission {
    /// Where to.
    var topic: TopicName
    /// What.
    var payload: [UInt8]
    /// When: microseconds after the first.
    var offset: Int64
    /// False for what is said about readings.
    var isReading = true
}
