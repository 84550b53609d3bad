import Transfer

extension S3Client {
    /// Asks and returns the answer when it is a success; asks once more where the bucket is elsewhere.
    func perform(_ call: S3Call) throws(AWSError) -> HTTPResponse {
        let known = learntRegion(of: call.location.bucket)
        let keys = try credentials.credentials()
        let first = try send(call, keys)
        if (200..<300).contains(first.status) { return first }
        let failure = failure(call.location, first, isWriting: call.isWriting, keys: keys)
        guard learntRegion(of: call.location.bucket) != known else { throw failure }
        let second = try send(call, keys)
        guard (200..<300).contains(second.status) else {
            throw self.failure(call.location, second, isWriting: call.isWriting, keys: keys)
        }
        return second
    }

    private func send(_ call: S3Call, _ keys: Credentials) throws(AWSError) -> HTTPResponse {
        let request = try request(call, keys)
        do throws(TransferError) {
            switch call.body {
            case .bytes: return try http.send(request, limit: call.limit, cancellation: call.cancellation)
            case .part(let part, _):
                return try http.send(
                    request,
                    from: part,
                    limit: call.limit,
                    cancellation: call.cancellation,
                    onProgress: call.onProgress
                )
            }
        } catch {
            throw AWSError(error, of: call.location)
        }
    }
}

extension AWSError {
    /// A transfer's failure.
    init(_ error: TransferError, of location: S3Location) {
        let code = error.code == .cancelled ? "Cancelled" : "Transfer"
        self.init(code, "\(location): \(error.message)", isPassing: error.isPassing)
    }
}
