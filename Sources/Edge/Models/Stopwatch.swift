import Glibc
import Inference
import Tensors

/// Tells how long runs take, by a clock that is given to it.
struct Stopwatch: Sendable {
    /// The time since any fixed moment.
    let now: @Sendable () -> Duration

    /// Time as on the wall.
    static let wall = Stopwatch { read(CLOCK_MONOTONIC) }
    /// Processor time of the calling thread: a busy machine does not lengthen it.
    static let thread = Stopwatch { read(CLOCK_THREAD_CPUTIME_ID) }

    /// The time of one of `times` runs, on average.
    func time(_ session: any InferenceSession, _ inputs: [Tensor], times: Int = 1) throws(InferenceError) -> Duration {
        let start = now()
        for _ in 0..<times { _ = try session.run(inputs, outputs: []) }
        return (now() - start) / times
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

extension [Duration] {
    /// The middle one, the upper of two; nil when there are none.
    var median: Duration? { isEmpty ? nil : sorted()[count / 2] }
}
