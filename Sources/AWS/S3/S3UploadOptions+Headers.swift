import Cryptography
import Foundation
import Transfer

extension S3UploadOptions {
    /// The name of the metadata that holds the digest of the whole.
    static let digestName = "x-amz-meta-sha256"

    /// - Throws: What cannot be sent.
    func check(_ location: S3Location) throws(AWSError) {
        guard !location.key.isEmpty, !location.key.hasSuffix("/") else {
            throw AWSError("Key", "\(location) names no object; expected s3://bucket/key")
        }
        guard byteCount <= limits.object else {
            throw AWSError("EntityTooLarge", "\(location): \(byteCount) bytes are more than an object may have (5 TiB)")
        }
        if let owner = expectedOwner, owner.utf8.count != 12 || !owner.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            throw AWSError("Owner", "'\(owner.prefix(32))' is no account; expected its 12 digits")
        }
        for (name, value) in metadata {
            guard !name.isEmpty, name.lowercased() != "sha256", name.utf8.allSatisfy(Self.isNameByte) else {
                throw AWSError(
                    "Metadata",
                    "'\(name.prefix(64))' is no name for metadata; expected letters, digits and hyphens, and not sha256"
                )
            }
            try Self.checkText(value, "the metadata \(name)")
        }
        try Self.checkText(contentType, "the content type")
        try Self.checkText(kmsKey ?? "", "the KMS key")
    }

    /// What makes the object what it is: digest, metadata, type, encryption.
    var objectHeaders: [HTTPRequest.Header] {
        var headers = [
            HTTPRequest.Header("Content-Type", contentType),
            HTTPRequest.Header(Self.digestName, sha256.hexadecimal),
        ]
        headers += metadata.sorted { $0.key < $1.key }.map { HTTPRequest.Header("x-amz-meta-\($0.key)", $0.value) }
        if let kmsKey {
            headers += [
                HTTPRequest.Header("x-amz-server-side-encryption", "aws:kms"),
                HTTPRequest.Header("x-amz-server-side-encryption-aws-kms-key-id", kmsKey),
                HTTPRequest.Header("x-amz-server-side-encryption-bucket-key-enabled", usesBucketKey ? "true" : "false"),
            ]
        }
        return headers + ownerHeaders
    }

    /// What goes with every request.
    var ownerHeaders: [HTTPRequest.Header] {
        expectedOwner.map { [HTTPRequest.Header("x-amz-expected-bucket-owner", $0)] } ?? []
    }

    /// What S3 checks the bytes of one request by.
    static func checksum(_ digest: SHA256Digest) -> HTTPRequest.Header {
        HTTPRequest.Header("x-amz-checksum-sha256", base64(digest))
    }

    /// As S3 writes digests.
    static func base64(_ digest: SHA256Digest) -> String { Data(digest.bytes).base64EncodedString() }

    private static func checkText(_ text: String, _ what: String) throws(AWSError) {
        guard text.utf8.count <= 2048, text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw AWSError(
                "Metadata",
                "\(what) has a control character, a letter beyond ASCII or more than 2048 bytes in it"
            )
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }
}
