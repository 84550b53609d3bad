/// Sends requests and downloads files over HTTP and HTTPS, on the thread that asks; any number of threads may ask at once.
public final class HTTPClient: Sendable {
    let options: TransferOptions
    let environment: [String: String]

    /// Makes a client; nothing is connected yet.
    ///
    /// - Parameter environment: where `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy` are looked up.
    public init(_ options: TransferOptions = TransferOptions(), environment: [String: String] = [:]) {
        self.options = options
        self.environment = environment
    }

    /// Sends a request, waits for the answer and returns it, whatever its status.
    ///
    /// - Parameters:
    ///   - limit: how many bytes the body may have.
    ///   - cancellation: ends it early.
    public func send(
        _ request: HTTPRequest,
        limit: Int,
        cancellation: Cancellation? = nil
    ) throws(TransferError) -> HTTPResponse {
        throw TransferError(.invalid, "nothing is sent")
    }

    /// Downloads a resource or a part of it; pieces go to `receive` as they come, on this thread, never a byte too many.
    ///
    /// - Returns: how it went; a refusal by the server is no error.
    public func download(
        _ request: HTTPRequest,
        range: DownloadRange = DownloadRange(),
        cancellation: Cancellation? = nil,
        receive: (RawSpan) throws(TransferError) -> Void
    ) throws(TransferError) -> Download {
        throw TransferError(.invalid, "nothing is downloaded")
    }
}
