import Foundation
import Transfer

/// How the URL of an object is made.
struct S3Addressing {
    let endpoint: AWSEndpoints.Endpoint
    /// Nil: as it suits endpoint and bucket.
    let usesPathStyle: Bool?

    /// The URL of an object, percent-encoded.
    ///
    /// - Throws: When the bucket was to stand in the host's name and cannot.
    func url(of location: S3Location) throws(AWSError) -> String {
        let key = PercentEncoding.encodePath(location.key)
        // A name with dots cannot: the certificate covers one level only.
        let canBeHost = AWSEndpoints.isHostLabel(location.bucket)
        if usesPathStyle ?? (endpoint.isCustom || !canBeHost) {
            return "\(endpoint.url)/\(location.bucket)" + (key.isEmpty ? "" : "/\(key)")
        }
        guard canBeHost else {
            throw AWSError(
                "Bucket",
                "the bucket's name \(location.bucket) cannot be part of a host's name; leave path_style on auto or set true"
            )
        }
        guard let mark = endpoint.url.range(of: "://") else {
            throw AWSError("Endpoint", "\(endpoint.url) is no URL")
        }
        return "\(endpoint.url[..<mark.upperBound])\(location.bucket).\(endpoint.url[mark.upperBound...])/\(key)"
    }

}
