import MQTT

/// What joins the loop's thread and the updater's.
struct UpdaterLine: Sendable {
    /// What the updater has said.
    let words: Mailbox<UpdaterWord>
    /// Tells the updater; it never blocks.
    let post: @Sendable (UpdateMessage) -> Void
}

extension UpdaterLine {
    /// Joins the loop that `wakeup` wakes to the updater of a link.
    init(_ link: UpdateLink, wakeup: Wakeup) {
        let words = Mailbox<UpdaterWord>(wakeup: wakeup)
        self.init(words: words, post: link.connect(words))
    }
}
