/// How long clients may take, and how much they may ask for.
public struct Patience: Sendable {
    /// A connection on which nothing is asked.
    public var idle: Duration = .seconds(60)
    /// From the first byte of a head to its last.
    public var head: Duration = .seconds(10)
    /// In this time a body that is waited for comes whole, or brings `bodyBytes`.
    public var body: Duration = .seconds(20)
    /// Bytes that count as getting on, at least 1.
    public var bodyBytes = 16 << 10
    /// In this time an answer that waits for its reader is taken, or gets on by `bodyBytes`.
    public var write: Duration = .seconds(20)
    /// How long what still comes is thrown away after a last answer, so that it is read before the connection ends.
    public var linger: Duration = .seconds(1)
    /// How long a stop waits for what is under way.
    public var shutdown: Duration = .seconds(10)
    /// Time between two attempts to listen.
    public var retry: Duration = .seconds(3)
    /// Requests a second from one other machine, over all its connections, and how many may come at once.
    public var requests = 20_000
    /// Whether this machine is held to that like another one.
    public var countsLoopback = false
    /// Connections from one other machine; nil: half of all.
    public var connectionsPerAddress: Int?
    /// Attempts to log in that may fail in a minute, from one machine.
    public var logins = 5

    /// Takes what suits most nodes.
    public init() {}

    /// Time between two looks at a connection.
    var look: Duration {
        max(.milliseconds(20), min(.seconds(5), [idle, head, body, write, linger].min().map { $0 / 2 } ?? .seconds(1)))
    }
}
