import HTTPTypes
import OpenInference

extension Refusal {
    /// For what is over in a moment.
    static let retrySoon: HTTPFields = [.retryAfter: "1"]

    /// What keeps a request from its answer.
    init(_ error: InferError) {
        self.init(status: error.code.status, error.message)
    }

    /// What keeps a model from changing.
    init(_ error: RepositoryError) {
        self.init(status: error.kind.status, error.message)
    }

    private init(status: Int, _ reason: String) {
        self.init(
            HTTPResponse.Status(code: status),
            reason,
            headers: status == HTTPResponse.Status.serviceUnavailable.code ? Self.retrySoon : [:]
        )
    }
}
