import Inference
import Tensors

/// Finds out whether a model gains by more threads within one run.
struct ThreadTrial: Sendable {
    /// What a number of threads brings.
    struct Point: Sendable, Equatable {
        let threads: Int
        let run: Duration
        /// Times as quick as one thread in the same rounds.
        let speedUp: Double
        /// True when the machine did something else meanwhile: another time more may come of it.
        var wasDisturbed = false
    }

    /// What came of it.
    struct Result: Sendable {
        /// One point for each number of threads that was tried beside one.
        var points: [Point] = []
        /// The number that is worth having.
        var threads = 1
    }

    let workbench: Workbench
    /// Computing that each number of threads may take, but for runs that take longer by themselves.
    var budget = Duration.milliseconds(500)
    /// True: the next number is only tried where the last one paid.
    var endsEarly = true

    /// What twice the threads must bring at least: they are taken from everybody else.
    static let gain = 1.3
    private static let mostRounds = 9
    /// What one thread's run may take on the wall at most, compared with its processor time, on a machine that is free.
    private static let disturbed = 1.15

    /// 1, 2, 4 and so on, up to the processors.
    static func candidates(processors: Int) -> [Int] {
        Array(sequence(first: 1) { $0 * 2 <= processors ? $0 * 2 : nil })
    }

    /// Compares sessions of these numbers of threads with `single`, one thread's; nil when it was broken off.
    ///
    /// At most one session more than `single` is there at a time.
    func compare(
        _ single: any InferenceSession,
        with candidates: [Int],
        _ inputs: [Tensor],
        load: (Int) throws(InferenceError) -> any InferenceSession
    ) throws(InferenceError) -> Result? {
        var result = Result()
        var best = Point(threads: 1, run: .zero, speedUp: 1)
        for threads in candidates.sorted() where threads > 1 {
            guard let point = try measure(try load(threads), threads, against: single, inputs) else { return nil }
            result.points.append(point)
            if pays(point, over: best) { best = point } else if endsEarly { break }
        }
        result.threads = best.threads
        return result
    }

    /// True when the speed-up is at least `gain` for every doubling of threads.
    private func pays(_ point: Point, over best: Point) -> Bool {
        var needed = best.speedUp
        var threads = best.threads
        while threads < point.threads {
            threads *= 2
            needed *= Self.gain
        }
        return point.speedUp >= needed
    }

    private func measure(
        _ session: any InferenceSession,
        _ threads: Int,
        against single: any InferenceSession,
        _ inputs: [Tensor]
    ) throws(InferenceError) -> Point? {
        let stopwatch = workbench.several
        return try workbench.perform { [self] () throws(InferenceError) -> Point? in
            var alone: [Duration] = []
            var computing: [Duration] = []
            var together: [Duration] = []
            let start = stopwatch.now()
            _ = try session.run(inputs, outputs: [])
            for round in 0..<Self.mostRounds {
                if workbench.isCancelled() { return nil }
                if round > 0, stopwatch.now() - start > budget { break }
                let before = workbench.single.now()
                alone.append(try stopwatch.time(single, inputs))
                computing.append(workbench.single.now() - before)
                together.append(try stopwatch.time(session, inputs))
            }
            guard let one = alone.median, let own = computing.median, let many = together.median else { return nil }
            return Point(
                threads: threads,
                run: many,
                speedUp: one / Swift.max(many, .nanoseconds(1)),
                wasDisturbed: one > own * Self.disturbed
            )
        }
    }
}
