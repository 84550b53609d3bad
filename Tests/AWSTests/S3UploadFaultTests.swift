import Cryptography
import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("Uploads to an S3 that goes wrong")
struct S3UploadFaultTests {
    private static let partSize: Int64 = 100_000
    /// Three parts and a bit, or a whole, with limits to suit.
    private static let bytes = (0..<350_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    private static let taken = String(repeating: "0", count: 64)
    private static let impatient = AWSRetry(attempts: 4, random: { 0 }, sleep: { _ in })

    private let folder: TemporaryFolder
    private let path: String
    private let location: S3Location

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path + "/file"
        try Data(Self.bytes).write(to: URL(filePath: path))
        location = try #require(S3Location(bucket: "models", key: "c/1.0.0/file.zip"))
    }

    private func options(inParts: Bool = true, digestOf bytes: [UInt8] = bytes) -> S3UploadOptions {
        var options = S3UploadOptions(sha256: SHA256Digest(of: bytes), byteCount: 350_000)
        options.limits.whole = inParts ? 1 : .max
        options.limits.smallestPart = 1
        options.partSize = Self.partSize
        return options
    }

    private func upload(
        _ s3: StandInS3,
        _ options: S3UploadOptions? = nil,
        retry: AWSRetry = impatient,
        cancellation: Cancellation? = nil,
        onProgress: @escaping @Sendable (Int) -> Void = { _ in }
    ) -> Result<S3UploadOutcome, AWSError> {
        do throws(AWSError) {
            return .success(
                try s3.client().upload(
                    path,
                    to: location,
                    options ?? self.options(),
                    retry: retry,
                    cancellation: cancellation,
                    onProgress: onProgress
                )
            )
        } catch {
            return .failure(error)
        }
    }

    private func isWhole(_ s3: StandInS3) -> Bool {
        let object = s3.object(location.key)
        return object?.bytes == Self.bytes
            && object?.headers["x-amz-meta-sha256"] == SHA256Digest(of: Self.bytes).hexadecimal
    }

    static let slow = StandInS3.Fault.answer(503, "<Error><Code>SlowDown</Code></Error>")
    static let late = StandInS3.Fault.answer(400, "<Error><Code>RequestTimeout</Code></Error>")
    static let within = StandInS3.Fault.answer(
        200,
        "<?xml version=\"1.0\"?>\n  <Error><Code>InternalError</Code></Error>"
    )
    static let refusal = StandInS3.Fault.answer(403, "<Error><Code>AccessDenied</Code></Error>")
    static let unknown = StandInS3.Fault.answer(501, "<Error><Code>NotImplemented</Code></Error>")

    // [aws-81] [aws-84]
    @Test(
        "failures that pass are tried again, request by request",
        arguments: [
            (.part(2), slow), (.part(4), late), (.part(1), .silence), (.part(3), .answer(500, "")), (.begin, slow),
            (.head, .answer(503, "")), (.complete, within), (.complete, .answer(500, "")),
        ] as [(StandInS3.Call, StandInS3.Fault)]
    )
    func passes(call: StandInS3.Call, fault: StandInS3.Fault) throws {
        let s3 = try StandInS3 { $0 == call && $1 <= 3 ? fault : nil }
        #expect(upload(s3) == .success(.uploaded))
        #expect(isWhole(s3) && s3.calls.count { $0 == call } == 4)
        for other in [.head, .begin, .part(1), .part(2), .part(3), .part(4), .complete] as [StandInS3.Call]
        where other != call { #expect(s3.calls.count { $0 == other } == 1, "\(other)") }
    }

    // [aws-84]
    @Test("a small file that meets a failure that passes is sent again", arguments: [slow, late, .answer(502, "")])
    func wholeAgain(fault: StandInS3.Fault) throws {
        let s3 = try StandInS3 { $0 == .put && $1 == 1 ? fault : nil }
        #expect(upload(s3, options(inParts: false)) == .success(.uploaded))
        #expect(isWhole(s3) && s3.calls == [.head, .put, .put])
    }

    // [aws-82] [aws-84]
    @Test("an answer that was lost leads to no second object and no error", arguments: [true, false])
    func lostAnswer(inParts: Bool) throws {
        let s3 = try StandInS3 { ($0 == .complete || $0 == .put) && $1 == 1 ? .silence : nil }
        #expect(upload(s3, options(inParts: inParts)) == .success(.alreadyThere))
        #expect(isWhole(s3) && s3.state.value.uploads.isEmpty)
    }

    // [aws-84]
    @Test("keys that end in the middle are found anew")
    func expired() throws {
        let ended = StandInS3.Fault.answer(400, "<Error><Code>ExpiredToken</Code></Error>")
        let s3 = try StandInS3 { $0 == .part(3) && $1 == 1 ? ended : nil }
        #expect(upload(s3) == .success(.uploaded))
        let keys = s3.state.value.requests.compactMap { request in
            request.header("Authorization").flatMap { $0.firstMatch(of: /AKIA\d+/).map { String($0.output) } }
        }
        #expect(isWhole(s3) && keys.first == "AKIA0" && keys.last == "AKIA1", "\(keys)")
    }

    // [aws-85]
    @Test(
        "what cannot be mended leaves nothing behind",
        arguments: [
            (.part(2), refusal, "AccessDenied", "s3:PutObject"), (.part(3), slow, "SlowDown", "fewer requests"),
            (.part(1), .without(["ETag"]), "Answer", "part 1"), (.complete, refusal, "AccessDenied", "s3:PutObject"),
            (.complete, .answer(200, "<html></html>"), "Answer", "whole"),
            (.complete, within, "InternalError", "InternalError"),
            (
                .part(1), .answer(200, "", headers: ["ETag": "\"a\"", "x-amz-checksum-sha256": "bm8="]), "Answer",
                "part 1"
            ),
        ] as [(StandInS3.Call, StandInS3.Fault, String, String)]
    )
    func fails(call: StandInS3.Call, fault: StandInS3.Fault, code: String, wanted: String) throws {
        let s3 = try StandInS3 { asked, _ in asked == call ? fault : nil }
        guard case .failure(let error) = upload(s3) else { throw SupportError("it was uploaded") }
        #expect(error.code == code && error.message.contains(wanted), "\(error)")
        #expect(error.message.hasPrefix("s3://models/c/1.0.0/file.zip: "))
        #expect(s3.state.value.objects.isEmpty && s3.state.value.uploads.isEmpty && s3.calls.last == .abort)
    }

    // [aws-85]
    @Test("says which upload could not be removed")
    func cannotAbort() throws {
        let s3 = try StandInS3 { call, _ in call == .abort || call == .part(2) ? Self.refusal : nil }
        guard case .failure(let error) = upload(s3) else { throw SupportError("it was uploaded") }
        #expect(error.code == "AccessDenied" && error.message.contains("upload-0"), "\(error)")
        #expect(error.message.contains("AbortIncompleteMultipartUpload"))
        let passing = try StandInS3 { call, count in
            call == .part(1) ? Self.refusal : call == .abort && count == 1 ? Self.slow : nil
        }
        guard case .failure(let error) = upload(passing) else { throw SupportError("it was uploaded") }
        #expect(!error.message.contains("upload-0") && passing.state.value.uploads.isEmpty, "\(error)")
    }

    // [aws-85]
    @Test("is cancelled in the middle and removes what was sent")
    func cancelled() async throws {
        let s3 = try StandInS3 { call, _ in call == .part(3) ? .hold : nil }
        let cancellation = Cancellation()
        let outcome = Watched<Result<S3UploadOutcome, AWSError>?>(nil)
        Thread.detachNewThread { [self] in
            let result = upload(s3, cancellation: cancellation)
            outcome.change { $0 = result }
        }
        try await s3.state.wait(for: "part 3") { $0.calls.contains(.part(3)) }
        cancellation.cancel()
        try await outcome.wait(for: "the end") { $0 != nil }
        guard case .failure(let error) = outcome.value else { throw SupportError("it was uploaded") }
        #expect(error.code == "Cancelled" && s3.calls.contains(.abort) && s3.state.value.uploads.isEmpty, "\(error)")
        #expect(!s3.calls.contains(.complete))
        guard case .failure(let early) = upload(try StandInS3(), cancellation: cancellation) else {
            throw SupportError("it was uploaded")
        }
        #expect(early.code == "Cancelled")
    }

    // [aws-85]
    @Test("is cancelled while it waits to try again")
    func cancelledInPause() throws {
        let cancellation = Cancellation()
        let s3 = try StandInS3 { call, _ in call == .part(1) ? Self.slow : nil }
        let retry = AWSRetry(base: .seconds(1000), cap: .seconds(1000), random: { 1 }) { _ in cancellation.cancel() }
        guard case .failure(let error) = upload(s3, retry: retry, cancellation: cancellation) else {
            throw SupportError("it was uploaded")
        }
        #expect(error.code == "Cancelled" && s3.calls.last == .abort, "\(error)")
    }

    // [aws-82]
    @Test("leaves alone what is there: the same is done, another an error with both digests", arguments: [true, false])
    func isThere(inParts: Bool) throws {
        let s3 = try StandInS3()
        let options = options(inParts: inParts)
        #expect(upload(s3, options) == .success(.uploaded))
        let calls = s3.calls.count
        #expect(upload(s3, options) == .success(.alreadyThere))
        #expect(s3.calls.dropFirst(calls) == [.head])
        for headers in [["x-amz-meta-sha256": Self.taken], [:]] {
            s3.state.change { $0.objects["/models/" + location.key]?.headers = headers }
            guard case .failure(let error) = upload(s3, options) else { throw SupportError("it was uploaded") }
            #expect(error.code == "KeyTaken" && error.message.contains(options.sha256.hexadecimal), "\(error)")
            #expect(error.message.contains("never overwritten"))
            #expect(headers.isEmpty || error.message.contains(Self.taken))
        }
        #expect(s3.calls.dropFirst(calls) == [.head, .head, .head])
        let whole = ["x-amz-checksum-sha256": S3UploadOptions.base64(options.sha256)]
        s3.state.change { $0.objects["/models/" + location.key]?.headers = whole }
        #expect(upload(s3, options) == .success(.alreadyThere))
        s3.state.change { $0.objects["/models/" + location.key]?.bytes = [1] }
        guard case .failure(let shorter) = upload(s3, options) else { throw SupportError("it was uploaded") }
        #expect(shorter.code == "KeyTaken")
    }

    // [aws-82]
    @Test("overwrites nothing where somebody else is faster", arguments: [true, false], [true, false])
    func overtaken(inParts: Bool, isSame: Bool) throws {
        let digest = isSame ? SHA256Digest(of: Self.bytes).hexadecimal : Self.taken
        let s3 = try StandInS3 { call, _ in
            call == .put || call == .complete ? .overtaken(digest: digest, bytes: Self.bytes) : nil
        }
        let outcome = upload(s3, options(inParts: inParts))
        if isSame {
            #expect(outcome == .success(.alreadyThere))
        } else {
            guard case .failure(let error) = outcome else { throw SupportError("it was uploaded") }
            #expect(error.code == "KeyTaken", "\(error)")
        }
        #expect(s3.object(location.key)?.headers == ["x-amz-meta-sha256": digest])
        #expect(s3.state.value.uploads.isEmpty)
    }

    // [aws-82]
    @Test("a server without conditional writes is asked without, after another look", arguments: [true, false])
    func unconditional(inParts: Bool) throws {
        let s3 = try StandInS3 { call, count in
            (call == .put || call == .complete) && count == 1 ? Self.unknown : nil
        }
        #expect(upload(s3, options(inParts: inParts)) == .success(.uploaded))
        #expect(isWhole(s3) && s3.calls.count { $0 == .head } == 2)
        let conditions = s3.state.value.requests.map { $0.header("If-None-Match") }
        #expect(conditions.compactMap(\.self) == ["*"] && conditions.last == .some(nil))
    }

    // [aws-86]
    @Test("a file that is not the one that was digested is not stored", arguments: [true, false])
    func changed(inParts: Bool) throws {
        let s3 = try StandInS3()
        guard case .failure(let error) = upload(s3, options(inParts: inParts, digestOf: [1])) else {
            throw SupportError("it was uploaded")
        }
        #expect(error.code == "Changed" && error.message.contains(SHA256Digest(of: [1]).hexadecimal), "\(error)")
        #expect(s3.state.value.objects.isEmpty && s3.state.value.uploads.isEmpty)
        var trusted = options(digestOf: [1])
        trusted.checksWhole = false
        #expect(upload(s3, trusted) == .success(.uploaded))
        var longer = options()
        longer.byteCount += 1
        guard case .failure(let error) = upload(s3, longer) else { throw SupportError("it was uploaded") }
        #expect(error.code == "Changed")
    }

    // [aws-23] [aws-80]
    @Test("goes on in the region that the bucket is said to be in", arguments: [true, false])
    func region(inParts: Bool) throws {
        let s3 = try StandInS3 { call, _ in
            call == .head
                ? .answer(301, "", headers: ["x-amz-bucket-region": "eu-central-1"])
                : nil
        }
        // The first HEAD is answered so, and the second as well: then it is an error, and the region is known.
        let client = s3.client()
        let error = #expect(throws: AWSError.self) {
            try client.upload(path, to: location, options(), retry: Self.impatient)
        }
        #expect(error?.isPassing == false)
        let good = try StandInS3 { call, count in
            call == (inParts ? .begin : .put) && count == 1
                ? .answer(307, "", headers: ["x-amz-bucket-region": "eu-central-1"]) : nil
        }
        #expect(upload(good, options(inParts: inParts)) == .success(.uploaded))
        let last = good.state.value.requests.last?.header("Authorization")
        #expect(isWhole(good) && last?.contains("/eu-central-1/s3/") == true)
    }

    // [aws-80] [aws-81]
    @Test(
        "says what the object is to be where it begins, and whose bucket it is in every request",
        arguments: [true, false]
    )
    func headers(inParts: Bool) throws {
        var options = options(inParts: inParts)
        options.kmsKey = "alias/models"
        options.expectedOwner = "123456789012"
        options.metadata = ["component": "com.example.Thing"]
        let s3 = try StandInS3()
        #expect(upload(s3, options) == .success(.uploaded))
        let wanted = [
            "x-amz-server-side-encryption": "aws:kms", "x-amz-server-side-encryption-aws-kms-key-id": "alias/models",
            "x-amz-server-side-encryption-bucket-key-enabled": "true", "x-amz-meta-component": "com.example.Thing",
            "x-amz-meta-sha256": options.sha256.hexadecimal,
        ]
        let object = try #require(s3.object(location.key))
        #expect(object.headers.filter { wanted.keys.contains($0.key) } == wanted)
        for request in s3.state.value.requests {
            #expect(request.header("x-amz-expected-bucket-owner") == "123456789012")
            let isSent = request.method == "PUT"
            let digest = SHA256Digest(of: request.body)
            #expect(request.header("x-amz-checksum-sha256") == (isSent ? S3UploadOptions.base64(digest) : nil))
            #expect(request.header("x-amz-content-sha256") == digest.hexadecimal)
        }
    }

    // [aws-83]
    @Test("sends no more parts at once than it was told, and tells how far it is", arguments: [1, 3])
    func concurrency(limit: Int) async throws {
        let s3 = try StandInS3 { call, _ in
            if case .part = call { return .hold }
            return nil
        }
        var options = options()
        options.concurrency = limit
        let seen = Watched<[Int]>([])
        let outcome = Watched<Result<S3UploadOutcome, AWSError>?>(nil)
        Thread.detachNewThread { [self, options] in
            let result = upload(s3, options) { bytes in seen.change { $0.append(bytes) } }
            outcome.change { $0 = result }
        }
        try await s3.state.wait(for: "\(limit) parts") { $0.calls.count == 2 + limit }
        let parts = s3.state.value.uploads.values.flatMap(\.parts.keys)
        #expect(parts.isEmpty)
        #expect(s3.calls.count == 2 + limit)
        s3.isReleased.change { $0 = true }
        try await outcome.wait(for: "the end") { $0 != nil }
        #expect(outcome.value == .success(.uploaded))
        #expect(isWhole(s3) && seen.value.last == 350_000 && seen.value == seen.value.sorted())
    }
}
