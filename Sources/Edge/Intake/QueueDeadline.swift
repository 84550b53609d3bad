import Foundation
import MQTT

/// The moment after which nobody waits for a request, kept beside it while it waits on a queue topic.
///
/// Message Expiry tells what was left when the broker sent the message; a slow model's lane may read it much later.
enum QueueDeadline {
    private static let name = "marram-deadline"

    /// The user property for a request that expires after `expiry` seconds: milliseconds since 1970.
    static func property(expiry: UInt32, now: Date) -> UserProperty {
        UserProperty(name, String(Int(now.timeIntervalSince1970 * 1000) + Int(expiry) * 1000))
    }

    /// What is left of a request's time: its expiry, or less where it has waited unread; nil: it has no expiry.
    static func timeLeft(_ properties: MessageProperties, now: Date) -> Duration? {
        guard let expiry = properties.expiry else { return nil }
        let told = Duration.seconds(expiry)
        guard let text = properties.userProperties.first(where: { $0.name == name })?.value,
            let deadline = Int(text)
        else { return told }
        let now = Int(now.timeIntervalSince1970 * 1000)
        return min(told, .milliseconds(deadline > now ? deadline - now : 0))
    }
}
