extension Settings {
    /// What is kept of predictions and events while they cannot be sent.
    public struct Outbox: Sendable {
        /// Bytes on the disk above which the oldest are dropped: 1 MiB to 1 TiB.
        public internal(set) var maxBytes: Int
        /// The age at which they are dropped: 1 min to 366 days.
        public internal(set) var maxAge: Duration
        /// How many a second are sent of those that have waited, beyond what comes in meanwhile: 1 to 1,000,000.
        public internal(set) var rate: Int
    }
}
