import MQTT

/// What ties the loop's thread to the updater; made where the updater is, and handed to the loop.
struct UpdateLink: Sendable {
    /// False: there are no updates, only commands to the node itself.
    var isEnabled = false
    /// True: bundles without a signature are taken, which health shows.
    var allowsUnsigned = false
    /// What is known of models when the loop begins; it is told between the first `birth` and `status`.
    var states: [ModelState] = []
    /// The last progress of each model's last job; it is told after the first `status`.
    var progress: [JobProgress] = []
    /// Models that are known from earlier, and not configured any more: what is kept of them at the broker is cleared.
    var forgotten: [Name] = []
    /// Called once, on the loop's thread: begins the updater, whose words go to the mailbox, and returns what takes messages
    /// to it, which must not wait.
    var connect: @Sendable (Mailbox<UpdaterWord>) -> @Sendable (UpdateMessage) -> Void = { _ in { _ in } }

    /// There is no updater.
    static let none = UpdateLink()
}
