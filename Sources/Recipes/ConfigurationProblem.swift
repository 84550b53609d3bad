/// One thing that is wrong with a configuration, and where.
public struct ConfigurationProblem: Sendable, Hashable {
    /// Where it stands.
    public let origin: Origin
    /// What was found and what was expected.
    public let message: String

    /// Notes that `message` holds at `origin`.
    public init(_ origin: Origin, _ message: String) {
        self.origin = origin
        self.message = message
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// Place and message: `gg-config.yml:12:15: broker.port is 'abc'; expected a whole number from 1 to 65535`.
    public var description: String { "\(origin): \(message)" }
}
