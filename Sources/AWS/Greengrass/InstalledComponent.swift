/// A component that is on a device.
public struct InstalledComponent: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Its version.
    public let version: String
    /// `NEW`, `INSTALLED`, `STARTING`, `RUNNING`, `STOPPING`, `ERRORED`, `BROKEN` or `FINISHED`.
    public let state: String
    /// What the device says of the state; nil: nothing.
    public let details: String?
    /// True when a deployment names it, and it is not only there because another needs it.
    public let isRoot: Bool

    /// Describes one.
    public init(name: String, version: String, state: String, details: String?, isRoot: Bool) {
        self.name = name
        self.version = version
        self.state = state
        self.details = details
        self.isRoot = isRoot
    }
}
