/// Why a request gets no result: a code for programs, a message for people.
public struct InferError: Error, Sendable, Equatable {
    /// What kind of error it is.
    public let code: ErrorCode
    /// What was found, where, and what was expected; never empty.
    public let message: String

    /// Makes an error; the message is sent to whoever waits for the answer.
    public init(_ code: ErrorCode, _ message: String) {
        self.code = code
        self.message = message
    }
}
