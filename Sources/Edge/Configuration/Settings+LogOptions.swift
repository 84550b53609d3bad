extension Settings {
    /// What is logged, and how.
    public struct LogOptions: Sendable {
        /// The least severe message that is logged.
        public enum Level: String, Sendable, CaseIterable {
            case trace, debug, info, notice, warning, error
        }

        /// How a message is written.
        public enum Format: String, Sendable, CaseIterable {
            case text, json
        }

        /// The least severe message that is logged.
        public internal(set) var level: Level
        /// How a message is written.
        public internal(set) var format: Format
    }
}
