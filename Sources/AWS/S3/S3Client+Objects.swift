import Foundation
import Transfer

extension S3Client {
    /// How long an object is, and its entity tag.
    public func head(_ location: S3Location) throws(AWSError) -> S3Object {
        let response = try perform("HEAD", location, limit: 0)
        guard let size = response.header("content-length").flatMap({ Int64($0) }), size >= 0 else {
            throw AWSError("Answer", "\(location): the answer to HEAD does not say how long the object is")
        }
        return S3Object(key: location.key, size: size, etag: response.header("etag"))
    }

    /// The whole of a small object, at most `limit` bytes.
    public func get(_ location: S3Location, limit: Int) throws(AWSError) -> [UInt8] {
        // A refusal may be longer than the object.
        let body = try perform("GET", location, limit: max(limit, Self.answerLimit)).body
        guard body.count <= limit else {
            throw AWSError("EntityTooLarge", "\(location) has \(body.count) bytes; expected at most \(limit)")
        }
        return body
    }

    /// Stores a small object, whole and at once.
    ///
    /// - Parameters:
    ///   - bytes: At most 64 MiB.
    ///   - location: Where to.
    ///   - ifAbsent: True: refused with `PreconditionFailed` when the object is there already.
    /// - Returns: Its entity tag, where S3 sends one.
    /// - Throws: When it is too long, S3 refuses it, or is not reached.
    @discardableResult
    public func put(
        _ bytes: [UInt8],
        to location: S3Location,
        ifAbsent: Bool = false
    ) throws(AWSError) -> String? {
        guard bytes.count <= 64 << 20 else {
            throw AWSError(
                "EntityTooLarge",
                "\(location): \(bytes.count) bytes are too many to be sent at once (64 MiB)"
            )
        }
        let headers = [HTTPRequest.Header("Content-Type", "application/octet-stream")]
        let condition = ifAbsent ? [HTTPRequest.Header("If-None-Match", "*")] : []
        return try perform("PUT", location, headers: headers + condition, body: bytes, limit: Self.answerLimit)
            .header("etag")
    }

    /// All objects whose keys begin with a location's key, in the order of their keys.
    ///
    /// - Parameters:
    ///   - prefix: The bucket and the beginning of the keys.
    ///   - limit: More objects than this are an error.
    /// - Returns: Key, length and entity tag of each.
    /// - Throws: When there are too many, S3 refuses, or is not reached.
    public func list(_ prefix: S3Location, limit: Int = 1000) throws(AWSError) -> [S3Object] {
        guard let bucket = S3Location(bucket: prefix.bucket, key: "") else { return [] }
        var objects: [S3Object] = []
        var token: String?
        repeat {
            var query = [("list-type", "2"), ("encoding-type", "url"), ("prefix", prefix.key)]
            if let token { query.append(("continuation-token", token)) }
            let response = try perform("GET", bucket, query: query, limit: Self.listLimit)
            let page = try S3Page(response.body, of: prefix)
            objects += page.objects
            guard objects.count <= limit else {
                throw AWSError("TooMany", "\(prefix) holds more than \(limit) objects; is it the right prefix?")
            }
            // A token that leads nowhere new would be asked for ever.
            guard page.next == nil || (page.next != token && !page.objects.isEmpty) else {
                throw AWSError("Answer", "\(prefix): the list of objects does not end")
            }
            token = page.next
        } while token != nil
        return objects
    }

    /// A page has at most 1000 keys of 1024 bytes, each of them up to three characters.
    private static let listLimit = 8 << 20
    private static let answerLimit = 64 << 10
}
