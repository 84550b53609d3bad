import Transfer

/// A resource of a server, over HTTP.
struct WebBytes: ByteSource {
    /// For messages: without query.
    let name: String
    let client: HTTPClient
    /// Makes the request anew each time: a signature ages.
    let request: @Sendable () throws(SourceError) -> HTTPRequest
    /// Where redirects may lead; nil: anywhere.
    var rules: SourceRules?
    /// What a status from 300 on means, in the words of the service; nil: what HTTP says.
    var refusal: @Sendable (Download) -> SourceError? = { _ in nil }

    func stream(
        _ range: ByteRange,
        cancellation: Cancellation?,
        receive: (RawSpan) throws(SourceError) -> Void
    ) throws(SourceError) -> StreamEnd {
        let request = try request()
        var failure: SourceError?
        let wanted = DownloadRange(
            offset: range.offset,
            length: range.length,
            ifRange: range.offset > 0 ? range.etag : nil
        )
        let download: Download
        do throws(TransferError) {
            download = try client.download(
                request,
                range: wanted,
                cancellation: cancellation,
                objection: { [rules] url in Self.objection(to: url, rules) }
            ) { piece throws(TransferError) in
                do throws(SourceError) {
                    try receive(piece)
                } catch {
                    failure = error
                    throw TransferError(.refused, "what came was refused")
                }
            }
        } catch {
            throw failure ?? self.failure(error)
        }
        if download.isRestarted { return StreamEnd(etag: download.etag, total: download.total, isRestarted: true) }
        guard (200...299).contains(download.status) else { throw refusal(download) ?? refused(download) }
        return StreamEnd(etag: download.etag, total: download.total, hasRanges: download.status == 206)
    }

    private static func objection(to url: String, _ rules: SourceRules?) -> String? {
        guard let rules else { return nil }
        do throws(UpdateError) {
            try rules.check(try SourcePlace(url))
            return nil
        } catch {
            return "a redirect cannot be followed: \(error.message)"
        }
    }

    private func failure(_ error: TransferError) -> SourceError {
        let code: UpdateCode =
            switch error.code {
            case .tooLarge: .tooLarge
            case .tooSlow: .tooSlow
            case .deadline: .deadline
            case .cancelled: .cancelled
            case .strayed: .badPath
            case .invalid, .unreachable, .tls, .proxy, .protocolViolation, .misdirected, .refused, .changed:
                .downloadFailed
            }
        let message = error.message.hasPrefix(name) ? error.message : "\(name): \(error.message)"
        return SourceError(code, message, error.isPassing ? .passing : .lasting)
    }

    private func refused(_ download: Download) -> SourceError {
        let status = download.status
        let text = "\(name) answered with status \(status)"
        switch status {
        case 404, 410:
            return SourceError(
                .downloadFailed,
                "\(text): it is not there; check the URL and what was published",
                .missing
            )
        case 401, 403:
            return SourceError(
                .downloadFailed,
                "\(text): access was refused; check the URL's rights, or its signature's age"
            )
        case 416:
            let size = download.total.map { "has \($0) bytes" } ?? "is shorter than announced"
            return SourceError(.digestMismatch, "\(name) \(size): not what the manifest says; publish the bundle again")
        case 408, 425, 429, 500, 502, 503, 504:
            return SourceError(.downloadFailed, "\(text); the server may recover", .passing)
        default:
            return SourceError(.downloadFailed, "\(text); check the URL and the server")
        }
    }
}
