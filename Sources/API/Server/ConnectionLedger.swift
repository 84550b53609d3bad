import NIOCore
import Monitoring

/// The connections there are, so that there are not too many, and none stays when the server ends.
final class ConnectionLedger: Sendable {
    /// What becomes of a new connection.
    enum Admission {
        /// It is served; its requests are counted where it comes from another machine.
        case served(TokenBucket?)
        /// It is told why not.
        case refused(String)
        /// It is ended at once: too many are being told already.
        case dropped
    }

    /// Connections that are told why not, at a time.
    private static let mostRefused = 128

    private struct Address {
        var connections = 0
        let bucket: TokenBucket
    }

    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var addresses: [String: Address] = [:]
        var refused = 0
    }

    private let most: Int
    private let mostPerAddress: Int
    private let requests: Int
    private let countsLoopback: Bool
    private let state = Locked(State())

    init(_ settings: APISettings, most: Int) {
        self.most = most
        mostPerAddress = settings.patience.connectionsPerAddress ?? max(8, most / 2)
        requests = settings.patience.requests
        countsLoopback = settings.patience.countsLoopback
    }

    /// How many there are.
    var count: Int { state.withLock { $0.channels.count } }

    /// Takes a connection in; it is struck off when it ends.
    func admit(_ channel: any Channel) -> Admission {
        let address = channel.remoteAddress?.ipAddress
        let isHere = address.map { Loopback.isName($0) || $0.hasPrefix("::ffff:127.") } ?? true
        let remote = isHere && !countsLoopback ? nil : address
        let key = ObjectIdentifier(channel)
        let admission = state.withLock { state -> Admission in
            guard state.channels.count < most else {
                return .refused("there are \(most) connections already (limits.connections); try again later")
            }
            if let remote {
                let known = state.addresses[remote] ?? Address(bucket: TokenBucket(perSecond: requests))
                guard known.connections < mostPerAddress else {
                    return .refused("there are \(mostPerAddress) connections from here already; use them again")
                }
                state.addresses[remote] = Address(connections: known.connections + 1, bucket: known.bucket)
            }
            state.channels[key] = channel
            return .served(remote.flatMap { state.addresses[$0]?.bucket })
        }
        guard case .served = admission else { return tell(channel, admission) }
        channel.closeFuture.whenComplete { _ in self.strike(key, remote) }
        return admission
    }

    /// Counts those that are refused, so that they too are bounded.
    private func tell(_ channel: any Channel, _ admission: Admission) -> Admission {
        let isTold = state.withLock { state in
            guard state.refused < Self.mostRefused else { return false }
            state.refused += 1
            return true
        }
        guard isTold else { return .dropped }
        channel.closeFuture.whenComplete { _ in self.state.withLock { $0.refused -= 1 } }
        return admission
    }

    /// Ends them all at once.
    func closeAll() {
        let channels = state.withLock { Array($0.channels.values) }
        for channel in channels { channel.close(promise: nil) }
    }

    private func strike(_ key: ObjectIdentifier, _ remote: String?) {
        state.withLock { state in
            state.channels[key] = nil
            guard let remote, let known = state.addresses[remote] else { return }
            state.addresses[remote] =
                known.connections > 1 ? Address(connections: known.connections - 1, bucket: known.bucket) : nil
        }
    }
}
