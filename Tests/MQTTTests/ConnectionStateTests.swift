import Testing

@testable import MQTT

@Suite("ConnectionState")
struct ConnectionStateTests {
    private let start = ContinuousClock.now
    private let away = MQTTError(.unreachable, "away")

    private func state() -> ConnectionState {
        ConnectionState(now: start, timeout: .seconds(10), backoff: Backoff(first: .seconds(1), limit: .seconds(8)))
    }

    @Test("dials, is greeted, is up, and says so once")
    func up() {
        var state = state()
        #expect(state.receive(.tick, now: start) == [.dial])
        #expect(state.receive(.tick, now: start) == [])
        #expect(state.receive(.dialled, now: start) == [])
        #expect(state.receive(.accepted, now: start) == [.report(.up)])
    }

    @Test("tries for ever and says only once why it is down")
    func forEver() {
        var state = state()
        var now = start
        var reports = 0
        for _ in 0..<50 {
            now = state.deadline ?? now
            #expect(state.receive(.tick, now: now) == [.dial])
            reports += state.receive(.dialFailed(away), now: now).count
        }
        #expect(reports == 1)
        let other = MQTTError(.refused, "password")
        now = state.deadline ?? now
        #expect(state.receive(.tick, now: now) == [.dial])
        #expect(state.receive(.dialFailed(other), now: now) == [.report(.down(other))])
    }

    @Test("[mqtt-11] being away is said once, in whichever way the broker is away")
    func oneWayAway() {
        var state = state()
        _ = state.receive(.tick, now: start)
        _ = state.receive(.dialled, now: start)
        _ = state.receive(.accepted, now: start)
        #expect(state.receive(.lost(away), now: start) == [.report(.down(away))])
        let now = state.deadline ?? start
        _ = state.receive(.tick, now: now)
        #expect(state.receive(.dialFailed(MQTTError(.unreachable, "connection refused")), now: now) == [])
        let later = state.deadline ?? now
        _ = state.receive(.tick, now: later)
        let expired = MQTTError(.tls, "the certificate has expired")
        #expect(state.receive(.dialFailed(expired), now: later) == [.report(.down(expired))])
        let last = state.deadline ?? later
        _ = state.receive(.tick, now: last)
        let otherName = MQTTError(.tls, "the certificate is not for this host")
        #expect(state.receive(.dialFailed(otherName), now: last) == [.report(.down(otherName))])
    }

    @Test("waits longer after each failure, between half and all of the step, up to the limit")
    func backsOff() {
        var state = state()
        var now = start
        for step in [1, 2, 4, 8, 8, 8] {
            _ = state.receive(.tick, now: now)
            _ = state.receive(.dialFailed(away), now: now)
            let next = state.deadline ?? now
            #expect((Duration.seconds(step) / 2...Duration.seconds(step)).contains(next - now))
            now = next
        }
    }

    @Test("a connection that stood begins again at the first step; one that broke at once does not")
    func resets() {
        for (stood, step) in [(Duration.seconds(6), 1), (.seconds(1), 4)] {
            var state = state()
            var now = start
            for _ in 0..<2 {
                _ = state.receive(.tick, now: now)
                _ = state.receive(.dialFailed(away), now: now)
                now = state.deadline ?? now
            }
            _ = state.receive(.tick, now: now)
            _ = state.receive(.dialled, now: now)
            _ = state.receive(.accepted, now: now)
            now += stood
            #expect(state.receive(.lost(away), now: now) == [.report(.down(away))])
            let delay = (state.deadline ?? now) - now
            #expect((Duration.seconds(step) / 2...Duration.seconds(step)).contains(delay))
        }
    }

    @Test("gives up an attempt and a greeting that take too long")
    func timesOut() {
        var state = state()
        _ = state.receive(.tick, now: start)
        let late = start + .seconds(10)
        let actions = state.receive(.tick, now: late)
        #expect(actions.first == .cancelDial)
        #expect(actions.count == 2)
        #expect(state.receive(.tick, now: late) == [])
        #expect(state.receive(.dialFailed(away), now: late) == [])
        let again = state.deadline ?? late
        _ = state.receive(.tick, now: again)
        _ = state.receive(.dialled, now: again)
        guard case .drop = state.receive(.tick, now: again + .seconds(10)).first else {
            Issue.record("a broker that says nothing is waited for")
            return
        }
    }

    @Test("does nothing more once stopped")
    func stops() {
        var state = state()
        _ = state.receive(.tick, now: start)
        #expect(state.receive(.stop, now: start) == [.cancelDial])
        #expect(state.receive(.dialled, now: start) == [])
        #expect(state.receive(.tick, now: start + .seconds(100)) == [])
        #expect(state.deadline == nil)
    }
}
