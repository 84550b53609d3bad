import Foundation

/// Does work for every input, at most so many at once, each on a thread of its own.
///
/// After the first failure nothing more is begun; what has begun is waited for.
///
/// - Parameters:
///   - inputs: What there is to do; begun in this order.
///   - limit: How many run at once; at least 1.
///   - body: The work; it may block.
/// - Returns: what came of each input, in their order.
/// - Throws: the error of the first input, in their order, that has one.
public func inParallel<Input: Sendable, Output: Sendable>(
    _ inputs: [Input],
    limit: Int,
    _ body: @escaping @Sendable (Input) throws(ReleaseError) -> Output
) throws(ReleaseError) -> [Output] {
    let work = SharedWork(inputs, body)
    work.run(threads: min(max(limit, 1), inputs.count))
    return try work.outcome()
}

/// What several threads take their inputs from.
///
/// `@unchecked Sendable`: `next`, `running` and `results` are only touched while `condition` is held.
private final class SharedWork<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    private let condition = NSCondition()
    private let inputs: [Input]
    private let body: @Sendable (Input) throws(ReleaseError) -> Output
    private var next = 0
    private var running = 0
    private var results: [Int: Result<Output, ReleaseError>] = [:]
    private var hasFailed = false

    init(_ inputs: [Input], _ body: @escaping @Sendable (Input) throws(ReleaseError) -> Output) {
        self.inputs = inputs
        self.body = body
    }

    /// Works until all is done or nothing more is to be begun.
    func run(threads: Int) {
        running = threads
        for _ in 0..<threads {
            let thread = Thread { [self] in
                work()
                condition.withLock {
                    running -= 1
                    condition.broadcast()
                }
            }
            thread.stackSize = 8 << 20
            thread.start()
        }
        condition.lock()
        while running > 0 { condition.wait() }
        condition.unlock()
    }

    /// What came of it all.
    func outcome() throws(ReleaseError) -> [Output] {
        let results = condition.withLock { self.results }
        var outputs: [Output] = []
        for index in inputs.indices {
            if let result = results[index] { outputs.append(try result.get()) }
        }
        return outputs
    }

    private func work() {
        while let index = take() {
            let result: Result<Output, ReleaseError>
            do throws(ReleaseError) {
                result = .success(try body(inputs[index]))
            } catch {
                result = .failure(error)
            }
            condition.withLock {
                results[index] = result
                if case .failure = result { hasFailed = true }
            }
        }
    }

    private func take() -> Int? {
        condition.withLock {
            guard !hasFailed, next < inputs.count else { return nil }
            next += 1
            return next - 1
        }
    }
}
