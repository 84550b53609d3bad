extension Settings {
    /// How much of anything is taken.
    public struct Limits: Sendable {
        /// Bytes of an MQTT payload: 1 KiB to 256 MiB - 1.
        public internal(set) var mqttPayload: Int
        /// Elements of all tensors of a message: 1 to 1,000,000,000.
        public internal(set) var elements: Int
        /// Levels of brackets in JSON: 4 to 128.
        public internal(set) var jsonDepth: Int
        /// Requests that wait: 1 to 1,000,000.
        public internal(set) var queue: Int
        /// Keys whose state a binding keeps: 1 to 1,000,000.
        public internal(set) var keysPerBinding: Int
        /// Bytes of an HTTP request's body, unpacked: 1 KiB to 1 GiB.
        public internal(set) var httpBody: Int
        /// HTTP connections at a time: 8 to 100,000.
        public internal(set) var connections: Int
        /// Open streams of events at a time: 0 to 100,000.
        public internal(set) var streams: Int
    }
}
