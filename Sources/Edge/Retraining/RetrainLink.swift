import MQTT

/// What ties the loop's thread to whoever sees orders for new models through; made where that is, and handed to the loop.
struct RetrainLink: Sendable {
    /// False: orders are told as events, and nobody here sees them through.
    var hasWay = false
    /// Called once, on the loop's thread: begins the service, whose words go to the mailbox, and returns what takes orders
    /// to it, which does not wait.
    var connect: @Sendable (Mailbox<RetrainWord>) -> @Sendable (RetrainOrder) -> Void = { _ in { _ in } }

    /// There is nobody.
    static let none = RetrainLink()
}
