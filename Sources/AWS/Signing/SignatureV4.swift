public import Cryptography
public import Foundation
public import Transfer

/// Signs requests by AWS's Signature Version 4, in their headers.
public struct SignatureV4 {
    /// What the signature says of the body.
    public enum Payload: Sendable, Hashable {
        /// Its digest: nobody on the way can change it.
        case signed
        /// Nothing; only S3 takes that, and only over https.
        case unsigned
        /// This digest, computed beforehand: the body comes from elsewhere than the request.
        case digest(SHA256Digest)

        fileprivate func digest(of body: [UInt8]) -> String {
            switch self {
            case .signed: SHA256Digest(of: body).hexadecimal
            case .unsigned: "UNSIGNED-PAYLOAD"
            case .digest(let digest): digest.hexadecimal
            }
        }
    }

    /// The request with `X-Amz-Date`, `Authorization`, for S3 `X-Amz-Content-Sha256`, and with temporary keys
    /// `X-Amz-Security-Token`; headers of these names are replaced.
    ///
    /// Signed are the host, `Content-Type` and every `X-Amz-…` header: others may be added afterwards, as `Range` is.
    /// S3's paths are taken as they are; those of the other services are cleaned of dot segments and encoded once more.
    ///
    /// - Parameters:
    ///   - request: What is to be sent; a URL that is none leaves it unsigned, and is refused when it is sent.
    ///   - service: The signing name, such as `s3`, `sts` or `greengrass`.
    ///   - region: Such as `eu-west-1`.
    ///   - credentials: The key.
    ///   - date: Now; AWS accepts 15 minutes to either side.
    ///   - payload: What the signature says of the body.
    /// - Returns: The signed request.
    public static func sign(
        _ request: HTTPRequest,
        service: String,
        region: String,
        credentials: Credentials,
        date: Date,
        payload: Payload = .signed
    ) -> HTTPRequest {
        guard let address = try? WebAddress(request.url) else { return request }
        let stamp = AmazonDate(date)
        let digest = payload.digest(of: request.body)
        var signed = request
        signed.headers.removeAll { ownNames.contains($0.name.lowercased()) }
        signed.headers.append(HTTPRequest.Header("X-Amz-Date", stamp.time))
        if let token = credentials.sessionToken {
            signed.headers.append(HTTPRequest.Header("X-Amz-Security-Token", token))
        }
        if service == "s3" {
            signed.headers.append(HTTPRequest.Header("X-Amz-Content-Sha256", digest))
        }
        let canonical = CanonicalRequest(signed, address, isS3: service == "s3", digest: digest)
        let scope = "\(stamp.day)/\(region)/\(service)/aws4_request"
        let text =
            "AWS4-HMAC-SHA256\n\(stamp.time)\n\(scope)\n" + SHA256Digest(of: Array(canonical.text.utf8)).hexadecimal
        let key = ["\(stamp.day)", region, service, "aws4_request"]
            .reduce(Array("AWS4\(credentials.secretAccessKey)".utf8)) { authenticate($1, key: $0) }
        let signature = SHA256Digest(bytes: authenticate(text, key: key))?.hexadecimal ?? ""
        signed.headers.append(
            HTTPRequest.Header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=\(credentials.accessKeyID)/\(scope), "
                    + "SignedHeaders=\(canonical.signedHeaders), Signature=\(signature)"
            )
        )
        return signed
    }

    private static let ownNames: Set<String> = [
        "authorization", "date", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256",
    ]

    private static func authenticate(_ text: String, key: [UInt8]) -> [UInt8] {
        HMACSHA256.authenticate(Array(text.utf8), key: key).bytes
    }
}
