import AWS
import MLflow
import Transfer

/// Files of models that a web server has.
struct WebFiles: Sendable {
    let http: HTTPClient
    let retry: AWSRetry
    let cancellation: Cancellation?

    /// A file of which no more is known than how it is asked for; its first byte is, to learn its length and entity tag.
    ///
    /// - Parameters:
    ///   - path: Below the model's place.
    ///   - place: Where it is, as messages name it.
    ///   - server: What the file is known again by, together with its place and its entity tag.
    ///   - byteCount: Its length, where that is known.
    ///   - request: Makes the request.
    ///   - refusal: Reads a refusal.
    /// - Returns: the file, with what its server calls its bytes.
    /// - Throws: `cloud`: the server refuses, or is not reached.
    func file(
        path: String,
        place: String,
        server: String = "",
        byteCount: Int64? = nil,
        request: @escaping @Sendable () throws(AWSError) -> HTTPRequest,
        refusal: @escaping @Sendable (Download) -> AWSError
    ) throws(ReleaseError) -> RemoteFile {
        var size = byteCount
        var etag: String?
        if byteCount != 0 {
            let answer = try first(place, request, refusal)
            size = answer.total ?? byteCount
            etag = answer.etag
        }
        return RemoteFile(
            path: path,
            place: place,
            byteCount: size,
            etag: etag,
            key: etag.map { "\(server)\n\(place)\n\($0)\n\(size ?? -1)" },
            request: request,
            refusal: refusal
        )
    }

    private func first(
        _ place: String,
        _ request: @escaping @Sendable () throws(AWSError) -> HTTPRequest,
        _ refusal: @escaping @Sendable (Download) -> AWSError
    ) throws(ReleaseError) -> Download {
        do throws(AWSError) {
            return try retry.run(cancellation: cancellation) { () throws(AWSError) in
                let answer: Download
                let asked = try request()
                do throws(TransferError) {
                    answer = try http.download(asked, range: DownloadRange(length: 1), cancellation: cancellation) {
                        (_: RawSpan) throws(TransferError) in
                    }
                } catch {
                    throw AWSError("Transfer", error.message, isPassing: error.isPassing)
                }
                // An empty file has no first byte.
                guard answer.status < 300 || answer.status == 416 else { throw refusal(answer) }
                return answer
            }
        } catch {
            throw ReleaseError(.cloud, "\(place): \(error.message)")
        }
    }
}
