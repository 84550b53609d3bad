/// Who the node is.
package struct NodeSection: Sendable, Equatable, Encodable {
    package var name: String
    package var instance: String?
    package var version: String
    /// The version of ONNX Runtime.
    package var runtime: String
    package var arch: String
    /// Starts of the program on this data folder.
    package var session = 0
    /// RFC 3339.
    package var started: String
    package var uptimeSeconds = 0
    /// `starting`, `online`, `degraded` or `stopped`.
    package var status = "starting"
    /// True: bundles without a signature are taken.
    package var isUnsigned = false
    package var updatesEnabled = false
    /// What keeps updates from working; nil: nothing.
    package var trouble: String?
    /// Whether something keeps the system's clock right; nil: not known.
    package var isClockSynchronised: Bool?

    enum CodingKeys: String, CodingKey {
        case name, instance, version, runtime, arch, session, started, status, trouble
        case uptimeSeconds = "uptime_s"
        case isUnsigned = "unsigned"
        case updatesEnabled = "updates_enabled"
        case isClockSynchronised = "clock_synchronised"
    }

    /// Makes one of a node that starts.
    package init(name: String, version: String, runtime: String, arch: String, started: String) {
        self.name = name
        self.version = version
        self.runtime = runtime
        self.arch = arch
        self.started = started
    }
}
