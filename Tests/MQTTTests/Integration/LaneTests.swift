import Foundation
import Glibc
import Support
import Testing

@testable import MQTT

@Suite("A lane on a real broker")
struct LaneTests {
    private static let versions: [ProtocolVersion] = [.v5, .v311]

    @Test("[mqtt-30] what is held and never settled comes again to the next session", arguments: versions)
    func heldComesAgain(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 8)
            try first.publishInOneBurst(0..<3)
            try first.turn("for all") { first.received.count == 3 }
            #expect(first.redelivered == [false, false, false])
            first.stop()
            let second = try LaneBench(port: broker.port, version: version, burst: 8)
            try second.receive(3)
            #expect(second.received == ["0", "1", "2"])
            #expect(second.redelivered == [true, true, true])
            second.stop()
        }
    }

    @Test("[mqtt-31] what is settled does not come again", arguments: versions)
    func settledDoesNot(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 4)
            try first.publish(0..<10)
            try first.turn("for the first burst") { first.received.count >= 1 }
            while first.received.count < 7 {
                let before = first.received.count
                first.settleAll()
                try first.turn("for more") { first.received.count > before }
            }
            let held = first.holds.count
            let settled = first.received.count - held
            try first.settleDown()
            first.stop()
            let second = try LaneBench(port: broker.port, version: version, burst: 64)
            try second.receive(10 - settled)
            #expect(Set(second.received) == Set((settled..<10).map(String.init)))
            try second.settleDown()
            #expect(second.received.count == 10 - settled)
            second.stop()
        }
    }

    @Test("[mqtt-32] no more than a burst is read before it is settled", arguments: versions)
    func burst(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let bench = try LaneBench(port: broker.port, version: version, burst: 5)
            try bench.publishInOneBurst(0..<12)
            var seen = 0
            while seen < 12 {
                try bench.turn("for a burst") { bench.received.count > seen }
                try bench.settleDown()
                #expect(bench.received.count - seen <= 5)
                #expect(bench.lane.held == bench.received.count - seen)
                seen = bench.received.count
                bench.settleAll()
            }
            #expect(bench.received == (0..<12).map(String.init))
            bench.stop()
        }
    }

    @Test("[mqtt-33] settling twice, or in a later connection, lets nothing else go", arguments: versions)
    func strayHolds(version: ProtocolVersion) async throws {
        let broker = try await Broker()
        try await onThread {
            let first = try LaneBench(port: broker.port, version: version, burst: 8)
            try first.publishInOneBurst(0..<2)
            try first.turn("for both") { first.received.count == 2 }
            let stray = first.holds
            // The connection breaks; the lane notices when it writes.
            #expect(shutdown(first.lane.interest.socket, Int32(SHUT_RDWR)) == 0)
            first.lane.settle(stray[0])
            #expect(first.lane.held == 1)
            first.lane.settle(stray[1])
            try first.turn("for a redelivery") { first.received.count > 2 }
            #expect(first.received[2] == "0" && first.redelivered[2])
            let held = first.lane.held
            stray.forEach { first.lane.settle($0) }
            #expect(held > 0 && first.lane.held == held)
            first.stop()
        }
    }
}
