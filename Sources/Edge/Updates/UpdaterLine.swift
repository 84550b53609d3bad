import MQTT

/// What joins the loop's thread and the updater's.
struct UpdaterLine: Sendable {
    /// What the updater has said.
    let words: Mailbox<UpdaterWord>
    /// Tells the updater; it never blocks.
    let post: @Sendable (UpdateMessage) -> Void
}
