/// Defaults that are more than a number.
enum Defaults {
    static let host = "127.0.0.1"
    static let port = 1883
    /// The port of the HTTP API.
    static let apiPort = 8080
    /// The port that brokers listen on with TLS.
    static let portWithTLS = 8883

    static func responseAllow(node: Name, prefix: TopicPrefix) -> [String] {
        ["clients/#", "\(prefix)/\(node)/reply/#"]
    }

    /// The file with the keys that bundles are signed with.
    static let trust = "trust.json"
    /// Where bundles may come from: what is not encrypted only from this machine.
    static let sources = [
        "https:", "s3:", "mlflow:", "file:", "http://localhost:*", "http://127.0.0.1:*", "http://[::1]:*",
    ]
}
