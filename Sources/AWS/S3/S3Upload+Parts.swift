import Cryptography
import Foundation
import Transfer

extension S3Upload {
    /// Sends the file in parts, some at once; what is there of it is removed where that fails.
    func sendParts() throws(AWSError) -> S3UploadOutcome {
        let upload = try begin()
        do throws(AWSError) {
            let sent = try send(upload)
            if cancellation?.isCancelled == true {
                throw AWSError("Cancelled", "\(location): the upload was cancelled")
            }
            let outcome = try once { condition throws(AWSError) in try complete(upload, sent, condition) }
            // Nothing has become of the parts where somebody else was faster.
            if outcome == .alreadyThere { _ = abort(upload) }
            return outcome
        } catch {
            guard let reason = abort(upload) else { throw error }
            throw AWSError(
                error.code,
                "\(error.message); what was sent could not be removed (\(reason)) and costs until it is: remove the upload "
                    + "\(upload), or give the bucket a lifecycle rule with AbortIncompleteMultipartUpload",
                isPassing: error.isPassing
            )
        }
    }

    /// The upload's id.
    private func begin() throws(AWSError) -> String {
        let kind = [
            HTTPRequest.Header("x-amz-checksum-algorithm", "SHA256"),
            HTTPRequest.Header("x-amz-checksum-type", "COMPOSITE"),
        ]
        let response = try ask(call("POST", query: [("uploads", "")], headers: options.objectHeaders + kind))
        let document = try? XMLElement.read(response.body)
        guard document?.name == "InitiateMultipartUploadResult",
            let id = document?.text("UploadId")?.trimmingCharacters(in: .whitespacesAndNewlines),
            (1...4096).contains(id.utf8.count)
        else { throw AWSError("Answer", "\(location): the server gave no id for an upload in parts; is it S3?") }
        return id
    }

    /// Sends all parts; returns them in their order.
    private func send(_ upload: String) throws(AWSError) -> [S3PartBoard.Sent] {
        let plan = S3PartPlan(byteCount: options.byteCount, wanted: options.partSize, limits: options.limits)
        let senders = min(max(options.concurrency, 1), plan.count)
        let board = S3PartBoard(plan, threads: senders + (options.checksWhole ? 1 : 0), following: cancellation)
        for _ in 0..<senders {
            board.work { board throws(AWSError) in
                while let part = board.take() { board.keep(try send(part, of: upload, board.stop)) }
            }
        }
        // The parts have digests of their own; that of the whole is what others go by.
        if options.checksWhole {
            board.work { board throws(AWSError) in
                try check(digest(try part(0, options.byteCount), stop: board.stop))
            }
        }
        return try board.wait()
    }

    private func send(
        _ part: S3PartPlan.Part,
        of upload: String,
        _ stop: Cancellation
    ) throws(AWSError) -> S3PartBoard.Sent {
        let bytes = try self.part(part.offset, part.length)
        let digest = try digest(bytes, stop: stop)
        var call = call(
            "PUT",
            query: [("partNumber", "\(part.number)"), ("uploadId", upload)],
            headers: options.ownerHeaders + [S3UploadOptions.checksum(digest)],
            body: .part(bytes, digest)
        )
        call.cancellation = stop
        call.onProgress = { bytes in progress.set(bytes, of: part.number) }
        let response = try ask(call)
        guard let etag = response.header("etag"), (1...256).contains(etag.utf8.count),
            etag.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw AWSError("Answer", "\(location): S3 gave part \(part.number) no entity tag; is it S3 that answers?")
        }
        let said = response.header("x-amz-checksum-sha256")
        guard said.map({ $0 == S3UploadOptions.base64(digest) }) ?? true else {
            throw AWSError("Answer", "\(location): S3 has other bytes of part \(part.number) than were sent; try again")
        }
        return S3PartBoard.Sent(number: part.number, etag: etag, digest: digest)
    }

    /// Has the parts put together.
    private func complete(
        _ upload: String,
        _ sent: [S3PartBoard.Sent],
        _ condition: [HTTPRequest.Header]
    ) throws(AWSError) {
        let type = [HTTPRequest.Header("Content-Type", "application/xml")]
        let call = call(
            "POST",
            query: [("uploadId", upload)],
            headers: type + options.ownerHeaders + condition,
            body: .bytes(Array(Self.list(sent).utf8))
        )
        let checksum = try retry.run(cancellation: cancellation) { () throws(AWSError) -> String? in
            let keys = try client.credentials.credentials()
            let response = try client.perform(call)
            let document = try? XMLElement.read(response.body)
            // S3 begins its answer before it knows whether it succeeds.
            guard document?.error == nil else {
                throw client.failure(location, response, isWriting: true, keys: keys)
            }
            guard let document, document.name == "CompleteMultipartUploadResult" else {
                throw AWSError("Answer", "\(location): S3 did not say that the upload is whole", isPassing: true)
            }
            return document.text("ChecksumSHA256")
        }
        guard checksum.map({ $0.isEmpty || $0 == Self.composite(sent) }) ?? true else {
            throw AWSError("Answer", "\(location): S3 put together other bytes than were sent; remove the object")
        }
    }

    /// Why what was sent could not be removed; nil: nothing is left.
    ///
    /// It is tried twice, also after a cancellation.
    private func abort(_ upload: String) -> String? {
        var abort = call("DELETE", query: [("uploadId", upload)], headers: options.ownerHeaders)
        abort.cancellation = nil
        var reason: String?
        for _ in 0..<2 {
            do throws(AWSError) {
                _ = try client.perform(abort)
                return nil
            } catch {
                if error.code == "NoSuchUpload" { return nil }
                reason = error.message
                guard error.isPassing else { break }
            }
        }
        return reason
    }

    private static func list(_ sent: [S3PartBoard.Sent]) -> String {
        let parts = sent.map { part in
            let etag = part.etag.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(
                "\"",
                with: "&quot;"
            )
            return "<Part><PartNumber>\(part.number)</PartNumber><ETag>\(etag)</ETag>"
                + "<ChecksumSHA256>\(S3UploadOptions.base64(part.digest))</ChecksumSHA256></Part>"
        }
        return "<CompleteMultipartUpload xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + parts.joined() + "</CompleteMultipartUpload>"
    }

    /// The digest of the parts' digests, as S3 writes it.
    private static func composite(_ sent: [S3PartBoard.Sent]) -> String {
        S3UploadOptions.base64(SHA256Digest(of: sent.flatMap(\.digest.bytes))) + "-\(sent.count)"
    }
}
