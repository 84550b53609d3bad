import Support
import Testing
import Transfer

@testable import AWS

@Suite("When a request is sent again")
struct AWSRetryTests {
    private static let passing = AWSError("ThrottlingException", "too many", isPassing: true)

    private static func asking(_ seconds: Int) -> AWSError {
        AWSError("ThrottlingException", "too many", isPassing: true, retryAfter: .seconds(seconds))
    }

    // [aws-52]
    @Test("pauses are drawn from twice as much each time, up to the longest")
    func pausesDouble() {
        let highest = AWSRetry(attempts: 9, base: .seconds(1), cap: .seconds(20), random: { 1 }, sleep: { _ in })
        let longest = (1...8).map { highest.pause(after: Self.passing, attempt: $0) }
        #expect(longest == [1, 2, 4, 8, 16, 20, 20, 20].map { .seconds($0) })
        let half = AWSRetry(random: { 0.5 }, sleep: { _ in })
        #expect(half.pause(after: Self.passing, attempt: 1) == .milliseconds(500))
        let none = AWSRetry(random: { 0 }, sleep: { _ in })
        #expect(none.pause(after: Self.passing, attempt: 4) == .zero)
    }

    // [aws-52]
    @Test("draws within bounds by itself")
    func drawsWithinBounds() {
        let retry = AWSRetry()
        let drawn = (0..<200).compactMap { _ in retry.pause(after: Self.passing, attempt: 2) }
        #expect(drawn.count == 200 && Set(drawn).count > 100)
        #expect(drawn.allSatisfy { $0 >= .zero && $0 <= .seconds(2) })
    }

    // [aws-52]
    @Test("a pause that AWS asks for is kept, up to a limit", arguments: [(0, 0), (7, 7), (60, 60), (86_400, 60)])
    func askedPause(asked: Int, kept: Int) {
        let retry = AWSRetry(random: { 0.5 }, sleep: { _ in })
        #expect(retry.pause(after: Self.asking(asked), attempt: 1) == .seconds(kept))
    }

    // [aws-52] [aws-53]
    @Test("there is no next attempt after the last one, a lasting failure, or what must not be done twice")
    func noNextAttempt() {
        let retry = AWSRetry(attempts: 5, sleep: { _ in })
        #expect(retry.pause(after: Self.passing, attempt: 4) != nil)
        #expect(retry.pause(after: Self.passing, attempt: 5) == nil)
        #expect(retry.pause(after: AWSError("AccessDenied", "no"), attempt: 1) == nil)
        #expect(retry.pause(after: Self.asking(1), attempt: 1, isRepeatable: false) == nil)
        #expect(AWSRetry(attempts: 0).attempts == 1)
    }

    // [aws-52]
    @Test("calls until it succeeds, or as often as it may; the last failure is told")
    func callsAgain() throws {
        let slept = Watched<[Duration]>([])
        let retry = AWSRetry(random: { 0.5 }, sleep: { pause in slept.change { $0.append(pause) } })
        var calls = 0
        let value = try retry.run { () throws(AWSError) in
            calls += 1
            if calls < 4 { throw Self.passing }
            return calls
        }
        #expect(value == 4)
        #expect(slept.value == [.milliseconds(500), .seconds(1), .seconds(2)])
        var failures = 0
        let error = #expect(throws: AWSError.self) {
            try retry.run { () throws(AWSError) in
                failures += 1
                throw AWSError("E\(failures)", "failed", isPassing: true)
            }
        }
        #expect(failures == 5 && error?.code == "E5")
    }

    // [aws-54]
    @Test("a pause ends with the cancellation, and nothing is called afterwards")
    func cancelled() {
        let cancellation = Cancellation()
        let slept = Watched<[Duration]>([])
        let retry = AWSRetry(sleep: { pause in
            slept.change { $0.append(pause) }
            if slept.value.count == 3 { cancellation.cancel() }
        })
        var calls = 0
        let error = #expect(throws: AWSError.self) {
            try retry.run(cancellation: cancellation) { () throws(AWSError) in
                calls += 1
                throw Self.asking(30)
            }
        }
        #expect(error?.code == "Cancelled" && error?.isPassing == false)
        #expect(calls == 1)
        #expect(slept.value == Array(repeating: .milliseconds(250), count: 3))
    }
}
