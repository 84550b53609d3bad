public import Sandbox

/// What the local runner does, as `state.json` has it.
public struct LocalStatus: Codable, Sendable, Hashable {
    /// One component.
    public struct Entry: Codable, Sendable, Hashable {
        /// The word by which commands name it.
        public var handle: String
        /// Its name.
        public var name: String
        /// Its version.
        public var version: String
        /// What it is doing.
        public var state: LocalState
        /// Why, where that is not plain; nil else.
        public var reason: String?
        /// Seconds since 1970 at which that began.
        public var since: Int
        /// The process of its run or startup step; nil where there is none.
        public var process: Int32?
        /// How often it was tried again.
        public var restarts: Int
        /// The guards of what runs of it.
        public var guards: [ProcessIdentity]
    }

    /// The format: 1.
    public var format = 1
    /// The process that starts and stops the components.
    public var supervisor: ProcessIdentity
    /// True once all are running, finished or broken.
    public var isSettled: Bool
    /// The components in the order in which they start.
    public var components: [Entry]
}
