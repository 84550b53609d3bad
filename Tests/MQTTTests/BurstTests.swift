import Testing

@testable import MQTT

@Suite("Deciding what of a burst waits")
struct BurstTests {
    private static let start = ContinuousClock.now

    /// What comes before messages that are written at these times, in microseconds, and after the last one.
    private func steps(_ times: [Int]) -> (before: [Burst.Step], after: Burst.Step) {
        var burst = Burst()
        burst.begin()
        return (times.map { time in burst.next { Self.start + .microseconds(time) } }, burst.end())
    }

    @Test("a message alone costs nothing")
    func alone() { #expect(steps([0]) == ([.nothing], .nothing)) }

    @Test("nothing is done for messages outside a burst, not even a look at the clock")
    func outside() {
        var burst = Burst()
        func fail() -> ContinuousClock.Instant {
            Issue.record("the clock was read")
            return Self.start
        }
        #expect(burst.next(now: fail) == .nothing)
        burst.begin()
        #expect(burst.next { Self.start } == .nothing)
        #expect(burst.next { Self.start } == .cork)
        #expect(burst.end() == .uncork)
        #expect(burst.next(now: fail) == .nothing)
        #expect(burst.end() == .nothing)
    }

    @Test("the first message goes at once, those that follow go together")
    func several() {
        #expect(steps([0, 10, 20, 30]) == ([.nothing, .cork, .nothing, .nothing], .uncork))
    }

    @Test("computing between two messages lets out what waits")
    func pause() {
        #expect(steps([0, 10, 500, 510]) == ([.nothing, .cork, .uncork, .cork], .uncork))
        #expect(steps([0, 10, 500]) == ([.nothing, .cork, .uncork], .nothing))
    }

    @Test("messages that each take some computing go one by one")
    func slow() { #expect(steps([0, 200, 400, 600]) == ([.nothing, .nothing, .nothing, .nothing], .nothing)) }

    @Test("no more wait than the limit")
    func limit() {
        let all = steps(Array(0...Burst.limit + 2))
        #expect(all.before.prefix(2) == [.nothing, .cork])
        #expect(all.before[2...Burst.limit].allSatisfy { $0 == .nothing })
        #expect(all.before.suffix(2) == [.uncork, .cork])
        #expect(all.after == .uncork)
    }
}
