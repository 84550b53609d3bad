import Cryptography
import Foundation
import Transfer

/// One file on its way into a bucket.
struct S3Upload: Sendable {
    let client: S3Client
    let file: ReadableFile
    let location: S3Location
    let options: S3UploadOptions
    let retry: AWSRetry
    let cancellation: Cancellation?
    let progress: S3UploadProgress

    func run() throws(AWSError) -> S3UploadOutcome {
        if try isThere() { return .alreadyThere }
        return options.byteCount < options.limits.whole ? try sendWhole() : try sendParts()
    }

    /// True where an object with the file's digest stands under the key.
    ///
    /// - Throws: `KeyTaken` where another one does.
    func isThere() throws(AWSError) -> Bool {
        guard let found = try found() else { return false }
        let digest = found.digest ?? "a SHA-256 that it does not tell"
        guard found.digest == options.sha256.hexadecimal, found.size == options.byteCount else {
            throw AWSError(
                "KeyTaken",
                "\(location) holds something else already: \(found.size) bytes with \(digest); \(file.path) has "
                    + "\(options.byteCount) with \(options.sha256). Keys are never overwritten: store it under another "
                    + "one, as under a new version"
            )
        }
        return true
    }

    /// Does what must not overwrite anything, with the condition that sees to it; without, for a server that knows none.
    func once(_ body: ([HTTPRequest.Header]) throws(AWSError) -> Void) throws(AWSError) -> S3UploadOutcome {
        do throws(AWSError) {
            try body([HTTPRequest.Header("If-None-Match", "*")])
            return .uploaded
        } catch {
            switch error.code {
            case "NotImplemented", "HTTP501":
                if try isThere() { return .alreadyThere }
                try body([])
                return .uploaded
            // Somebody was faster; or an earlier attempt of ours was done although its answer was lost.
            case "PreconditionFailed", "NoSuchUpload":
                guard try isThere() else { throw error }
                return .alreadyThere
            default: throw error
            }
        }
    }

    /// Asks until it succeeds or there is no more use in asking.
    func ask(_ call: S3Call) throws(AWSError) -> HTTPResponse {
        try retry.run(cancellation: call.cancellation) { () throws(AWSError) in try client.perform(call) }
    }

    /// A request of this upload.
    func call(
        _ method: String,
        query: [(name: String, value: String)] = [],
        headers: [HTTPRequest.Header] = [],
        body: S3Call.Body = .bytes([])
    ) -> S3Call {
        var call = S3Call(method, location, query: query, headers: headers, body: body)
        call.isWriting = method != "HEAD"
        call.cancellation = cancellation
        return call
    }

    /// The digest of a part of the file, read for that alone.
    func digest(_ part: FilePart, stop: Cancellation?) throws(AWSError) -> SHA256Digest {
        var hasher = SHA256Hasher()
        do throws(TransferError) {
            try part.read { piece throws(TransferError) in
                guard stop?.isCancelled != true else {
                    throw TransferError(.cancelled, "reading \(file.path) was cancelled")
                }
                hasher.update(piece)
            }
        } catch {
            throw AWSError(error, of: location)
        }
        return hasher.finish()
    }

    /// A part of the file.
    func part(_ offset: Int64, _ length: Int64) throws(AWSError) -> FilePart {
        do throws(TransferError) {
            return try FilePart(file, offset: offset, length: length)
        } catch {
            throw AWSError("File", error.message)
        }
    }

    /// - Throws: `Changed` unless it is the digest that the options have.
    func check(_ digest: SHA256Digest) throws(AWSError) {
        guard digest == options.sha256 else {
            throw AWSError(
                "Changed",
                "\(file.path) has the SHA-256 \(digest) now and had \(options.sha256) when it was digested; digest it again"
            )
        }
    }

    private func sendWhole() throws(AWSError) -> S3UploadOutcome {
        let whole = try part(0, options.byteCount)
        try check(digest(whole, stop: cancellation))
        return try once { condition throws(AWSError) in
            let headers = options.objectHeaders + [S3UploadOptions.checksum(options.sha256)] + condition
            var call = call("PUT", headers: headers, body: .part(whole, options.sha256))
            call.onProgress = { bytes in progress.set(bytes, of: 1) }
            _ = try ask(call)
        }
    }

    /// What stands under the key; nil: nothing.
    private func found() throws(AWSError) -> (digest: String?, size: Int64)? {
        let headers = options.ownerHeaders + [HTTPRequest.Header("x-amz-checksum-mode", "ENABLED")]
        let response: HTTPResponse
        do throws(AWSError) {
            response = try ask(call("HEAD", headers: headers))
        } catch {
            guard error.code == "NotFound" else { throw error }
            return nil
        }
        guard let size = response.header("content-length").flatMap({ Int64($0) }), size >= 0 else {
            throw AWSError("Answer", "\(location): the answer to HEAD does not say how long the object is")
        }
        let whole = response.header("x-amz-checksum-sha256").flatMap { Data(base64Encoded: $0) }
        let said = response.header(S3UploadOptions.digestName)?.lowercased()
        return (
            said.map { String($0.prefix(64)) } ?? whole.flatMap { SHA256Digest(bytes: Array($0)) }?.hexadecimal, size
        )
    }
}
