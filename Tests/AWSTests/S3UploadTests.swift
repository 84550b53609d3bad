import Cryptography
import Foundation
import Support
import Testing
import Transfer

@testable import AWS

@Suite("Uploads, with a server that checks signatures")
struct S3UploadTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func file(_ count: Int) throws -> (path: String, bytes: [UInt8], options: S3UploadOptions) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 10) }
        let path = folder.path + "/file"
        try Data(bytes).write(to: URL(filePath: path))
        return (path, bytes, S3UploadOptions(sha256: SHA256Digest(of: bytes), byteCount: Int64(count)))
    }

    // [aws-80] [aws-81] [aws-82]
    @Test(
        "stores a file whole or in parts, with its digest, its encryption and more, once",
        arguments: [0, 1, 1_000_000, 17 << 20]
    )
    func stores(count: Int) async throws {
        let s3 = try await MotoServer.get().s3()
        var (path, bytes, options) = try file(count)
        options.kmsKey = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"
        options.expectedOwner = "123456789012"
        options.metadata = ["component": "com.example.Thing"]
        options.contentType = "application/zip"
        let location = try #require(S3Location(bucket: "models", key: "upload/a b+c/\(count).zip"))
        let told = Watched(0)
        let outcome = try s3.upload(path, to: location, options) { bytes in told.change { $0 = bytes } }
        #expect(outcome == .uploaded && told.value == count)
        #expect(try s3.get(location, limit: 20 << 20) == bytes)
        let head = try s3.perform("HEAD", location, limit: 0)
        #expect(head.header("x-amz-meta-sha256") == options.sha256.hexadecimal)
        #expect(head.header("x-amz-meta-component") == "com.example.Thing")
        #expect(head.header("content-type") == "application/zip")
        #expect(head.header("x-amz-server-side-encryption") == "aws:kms")
        #expect(head.header("x-amz-server-side-encryption-aws-kms-key-id") == options.kmsKey)
        // Of uploads in parts this server does not keep it.
        let isWhole = head.header("x-amz-server-side-encryption-bucket-key-enabled")?.lowercased() == "true"
        #expect(isWhole == (count < 16 << 20))
        #expect(try s3.upload(path, to: location, options) == .alreadyThere)
        let (other, _, others) = try file(count + 1)
        let error = #expect(throws: AWSError.self) { try s3.upload(other, to: location, others) }
        #expect(error?.code == "KeyTaken" && error?.message.contains(options.sha256.hexadecimal) == true)
        #expect(try s3.get(location, limit: 20 << 20) == bytes)
    }

    // [aws-85]
    @Test("an upload in parts that fails leaves nothing in the bucket")
    func leavesNothing() async throws {
        let s3 = try await MotoServer.get().s3()
        let (path, _, options) = try file(17 << 20)
        let location = try #require(S3Location(bucket: "models", key: "upload/never"))
        let cancellation = Cancellation()
        let error = #expect(throws: AWSError.self) {
            try s3.upload(path, to: location, options, cancellation: cancellation) { bytes in
                if bytes > 9 << 20 { cancellation.cancel() }
            }
        }
        #expect(error?.code == "Cancelled", "\(String(describing: error))")
        let bucket = try #require(S3Location(bucket: "models", key: ""))
        let list = try s3.perform("GET", bucket, query: [("uploads", "")], limit: 1 << 20)
        let document = try XMLElement.read(list.body)
        #expect(document.name == "ListMultipartUploadsResult" && document.first("Upload") == nil)
        #expect(try s3.list(location).isEmpty)
    }

    // [aws-34] [aws-80]
    @Test("says what is missing: permission, bucket, file")
    func refusals() async throws {
        let moto = try await MotoServer.get()
        let (path, _, options) = try file(10)
        func code(_ s3: S3Client, _ url: String, _ path: String) throws -> String {
            let location = try #require(S3Location(url))
            let error = #expect(throws: AWSError.self) { try s3.upload(path, to: location, options) }
            return error?.code ?? ""
        }
        #expect(try code(moto.s3(moto.stranger.environment), "s3://models/upload/x", path) == "Forbidden")
        #expect(try code(moto.s3(), "s3://nowhere/upload/x", path) == "NoSuchBucket")
        #expect(try code(moto.s3(), "s3://models/upload/x", folder.path) == "File")
        #expect(try code(moto.s3(), "s3://models/upload/", path) == "Key")
    }

    // [aws-80]
    @Test("refuses options that cannot be sent", arguments: ["owner", "name", "digest", "value", "type", "key"])
    func refusesOptions(what: String) throws {
        var options = S3UploadOptions(sha256: SHA256Digest(of: []), byteCount: 0)
        switch what {
        case "owner": options.expectedOwner = "12345678901a"
        case "name": options.metadata = ["a b": ""]
        case "digest": options.metadata = ["SHA256": ""]
        case "value": options.metadata = ["a": "ä"]
        case "type": options.contentType = "a\nb"
        default: options.kmsKey = "a\u{7F}"
        }
        let location = try #require(S3Location(bucket: "models", key: "k"))
        #expect(throws: AWSError.self) { try options.check(location) }
    }
}
