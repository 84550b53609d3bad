import OpenInference

/// Somebody in this process who waits for a word of the loop; to be told exactly once, on any thread.
struct Awaited<Value: Sendable, Failure: Error>: Sendable {
    private let continuation: CheckedContinuation<Result<Value, Failure>, Never>

    init(_ continuation: CheckedContinuation<Result<Value, Failure>, Never>) { self.continuation = continuation }

    /// Lets him go on with what has come of it.
    func tell(_ result: Result<Value, Failure>) { continuation.resume(returning: result) }

    /// Lets him go on without.
    func refuse(_ failure: Failure) { tell(.failure(failure)) }

    /// Waits for what comes of a letter, which `post` takes to the loop.
    static func word(_ post: (Self) -> Void) async throws(Failure) -> Value {
        let result = await withCheckedContinuation { post(Self($0)) }
        return try result.get()
    }
}

/// Whoever waits for the answer to a request.
typealias Visitor = Awaited<InferAnswer, InferError>
