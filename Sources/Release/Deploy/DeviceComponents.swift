import AWS

/// What is installed on one core device.
public struct DeviceComponents: Sendable, Hashable, Codable {
    /// A component on it.
    public struct Component: Sendable, Hashable, Codable {
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
    }

    /// The core device's thing name.
    public let thing: String
    /// Its components in the order of their names; none where it has not reported yet.
    public let components: [Component]

    init(thing: String, _ installed: [InstalledComponent]) {
        self.thing = thing
        components = installed.sorted { $0.name < $1.name }.map {
            Component(name: $0.name, version: $0.version, state: $0.state, details: $0.details, isRoot: $0.isRoot)
        }
    }
}
