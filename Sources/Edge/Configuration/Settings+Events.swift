extension Settings {
    /// How events are written.
    public struct Events: Sendable {
        /// Where the attributes of a CloudEvent stand.
        public enum Mode: String, Sendable, CaseIterable {
            /// Within the payload.
            case structured
            /// In user properties; MQTT 5 alone.
            case binary
        }

        /// Where the attributes stand.
        public internal(set) var mode: Mode
    }
}
