public import Foundation

/// A device that runs Greengrass.
public struct CoreDevice: Sendable, Hashable {
    /// Its thing's name.
    public let thing: String
    /// `HEALTHY` or `UNHEALTHY`.
    public let status: String
    /// When it last said so.
    public let updated: Date?

    /// Describes one.
    public init(thing: String, status: String, updated: Date?) {
        self.thing = thing
        self.status = status
        self.updated = updated
    }
}
