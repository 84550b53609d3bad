import Foundation
public import Tensors

/// Sends one request to a running node and waits for the answer, as any client would.
public struct RequestClient: Sendable {
    /// What came back.
    public struct Answer: Sendable {
        /// The JSON text.
        public let body: String
        /// True when it says that the request was not served.
        public let isError: Bool
    }

    private let settings: Settings

    /// Makes a client of the configured broker.
    public init(settings: Settings) { self.settings = settings }

    /// Asks the node of the configuration.
    ///
    /// - Throws: why there is no connection, or that no answer came in time.
    public func ask(model: String, inputs: [Tensor], timeout: Duration) async throws -> Answer {
        let settings = settings
        return try await withCheckedThrowingContinuation { (done: CheckedContinuation<Answer, any Error>) in
            Thread.detachNewThread {
                do {
                    let password = try PasswordFile.read(settings.broker)
                    let exchange = try RequestExchange(settings, password: password)
                    done.resume(returning: try exchange.ask(model: model, inputs: inputs, timeout: timeout))
                } catch {
                    done.resume(throwing: error)
                }
            }
        }
    }
}
