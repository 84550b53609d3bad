extension Health {
    /// How updates do.
    struct Updates: Encodable {
        /// False: they are switched off.
        let enabled: Bool
        /// Models with an update under way.
        let running: Int
        /// What keeps them from working, such as a full disk; absent: nothing.
        let trouble: String?
    }
}
