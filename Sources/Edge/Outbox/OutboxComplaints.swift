import Logging
import MQTT
import Storage

/// What the log is told of an outbox: everything once, until it is over.
struct OutboxComplaints {
    /// Why the disk does not take what it should keep; nil while it does.
    private(set) var failure: String?
    private var hasToldDropped = false
    private var hasToldRefused = false

    /// What is found on the disk.
    func opened(_ inventory: OutboxInventory, recovered: String?, _ logger: Logger) {
        if let recovered {
            logger.error("the outbox was damaged and is made anew", metadata: ["reason": "\(recovered)"])
        }
        guard inventory.messages > 0 else { return }
        logger.info(
            "messages of an earlier session wait in the outbox",
            metadata: ["messages": "\(inventory.messages)", "bytes": "\(inventory.bytes)"]
        )
    }

    /// Letters are dropped for age or want of room.
    mutating func dropped(_ count: Int, _ logger: Logger) {
        guard count > 0, !hasToldDropped else { return }
        hasToldDropped = true
        logger.warning(
            "the oldest messages of the outbox are dropped, for want of room or for age; health counts them",
            metadata: ["messages": "\(count)"]
        )
    }

    /// Nothing waits any more: a later loss is news.
    mutating func emptied() { hasToldDropped = false }

    /// The broker does not take a letter.
    mutating func refused(_ topic: TopicName?, _ reason: String, _ logger: Logger) {
        guard !hasToldRefused else { return }
        hasToldRefused = true
        logger.warning(
            "a message of the outbox is refused; further ones are counted in health",
            metadata: ["reason": "\(reason)", "topic": "\(topic?.description ?? "")"]
        )
    }

    /// The disk has done its work, or failed.
    mutating func disk(_ error: StorageError?, isFailing: Bool, _ logger: Logger) {
        if let error {
            if failure == nil {
                logger.error(
                    "the outbox cannot write; messages that cannot be sent stay in memory until it can",
                    metadata: ["reason": "\(error)"]
                )
            }
            failure = error.message
        } else if failure != nil, !isFailing {
            failure = nil
            logger.info("the outbox writes again")
        }
    }
}
