/// Defaults that are more than a number.
enum Defaults {
    static let host = "127.0.0.1"
    static let port = 1883
    /// The port that brokers listen on with TLS.
    static let portWithTLS = 8883

    static func responseAllow(node: Name, prefix: TopicPrefix) -> [String] {
        ["clients/#", "\(prefix)/\(node)/reply/#"]
    }
}
