/// Something to time: one request read, or one answer written, by one contender.
struct Work {
    /// `decode` or `encode`.
    let task: String
    /// Who does it.
    let contender: String
    /// The numbers in the request or the answer.
    let numbers: Int
    /// The bytes that are read; nil: `run` returns how many it has written.
    var bytes: Int?
    /// What `run` returns when it did its work.
    let expected: Int?
    /// Does it once; returns the numbers read or the bytes read or written.
    let run: () throws -> Int

    /// Nanoseconds that one run takes, over at least `duration`.
    func time(over duration: Duration) throws -> Double {
        let clock = ContinuousClock()
        var runs = 0
        let start = clock.now
        var elapsed = Duration.zero
        var batch = 1
        while elapsed < duration {
            for _ in 0..<batch {
                let result = try run()
                guard expected == nil || result == expected else {
                    throw WorkError(text: "\(contender) read \(result) of \(numbers) numbers")
                }
            }
            runs += batch
            elapsed = clock.now - start
            // The clock is read seldom where a run is short.
            if elapsed < duration / 10 { batch *= 2 }
        }
        return elapsed / .nanoseconds(1) / Double(runs)
    }
}

/// Why a contender cannot be timed.
struct WorkError: Error {
    let text: String
}
