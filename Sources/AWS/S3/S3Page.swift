import Foundation
import Transfer

/// A page of ListObjectsV2.
struct S3Page {
    let objects: [S3Object]
    /// What the next page is asked for with; nil: this is the last.
    let next: String?

    init(_ body: [UInt8], of prefix: S3Location) throws(AWSError) {
        let document: XMLElement
        do throws(XMLElement.Fault) {
            document = try XMLElement.read(body)
        } catch {
            throw AWSError("Answer", "\(prefix): the list of objects is no XML that can be read: \(error.reason)")
        }
        guard document.name == "ListBucketResult" else {
            throw AWSError("Answer", "\(prefix): a list of objects was expected, not <\(document.name.prefix(64))>")
        }
        let isEncoded = document.text("EncodingType") == "url"
        var objects: [S3Object] = []
        for entry in document.children where entry.name == "Contents" {
            guard let key = entry.text("Key"), let size = entry.text("Size").flatMap({ Int64($0) }), size >= 0 else {
                throw AWSError("Answer", "\(prefix): an object in the list has no key or no size")
            }
            objects.append(S3Object(key: isEncoded ? Self.decoded(key) : key, size: size, etag: entry.text("ETag")))
        }
        self.objects = objects
        let token = document.text("NextContinuationToken")
        next = document.text("IsTruncated") == "true" && token?.isEmpty == false ? token : nil
    }

    /// A space comes as a plus sign.
    private static func decoded(_ key: String) -> String {
        String(decoding: PercentEncoding.decode(key.replacing("+", with: "%20")), as: UTF8.self)
    }
}
