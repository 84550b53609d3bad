extension Settings {
    /// How requests are taken and answered.
    public struct Requests: Sendable {
        /// When a QoS 1 request is acknowledged.
        public enum Acknowledgement: String, Sendable, CaseIterable {
            case afterAnswer = "after_answer"
            case onReceipt = "on_receipt"
        }

        /// False when no requests are taken at all.
        public internal(set) var enabled: Bool
        /// The quality of service to subscribe with: 0 or 1.
        public internal(set) var qos: Int
        /// Requests read before their answers must be confirmed: 1 to 1024.
        public internal(set) var burst: Int
        /// When a QoS 1 request is acknowledged.
        public internal(set) var acknowledge: Acknowledgement
        /// Topic filters that response topics must match, `{node}` replaced; none begins with `$`.
        public internal(set) var responseAllow: [String]
    }
}
