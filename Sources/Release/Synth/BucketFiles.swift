import AWS
import Transfer

/// Files of models that are in S3.
struct BucketFiles: Sendable {
    private static let mostFiles = 10_000

    let client: S3Client
    /// Asks again after failures that pass.
    let retry: AWSRetry
    let cancellation: Cancellation?

    /// The object of a key.
    func object(_ location: S3Location) throws(ReleaseError) -> RemoteFile {
        let object: S3Object
        do throws(AWSError) {
            object = try retry.run(cancellation: cancellation) { () throws(AWSError) in try client.head(location) }
        } catch {
            throw ReleaseError(error)
        }
        let name = location.key.split(separator: "/").last.map(String.init) ?? ""
        guard ReleaseFile.isBelow(name) else {
            throw ReleaseError(.input, "\(location) has no name that a file can have; give the model another key")
        }
        return file(location, object, path: name)
    }

    /// The objects below a key, folders' own markers left out.
    func below(_ location: S3Location) throws(ReleaseError) -> [RemoteFile] {
        let key = location.key.isEmpty || location.key.hasSuffix("/") ? location.key : location.key + "/"
        guard let prefix = S3Location(bucket: location.bucket, key: key) else {
            throw ReleaseError(.input, "\(location) is too long for a folder")
        }
        let objects: [S3Object]
        do throws(AWSError) {
            objects = try retry.run(cancellation: cancellation) { () throws(AWSError) in
                try client.list(prefix, limit: Self.mostFiles)
            }
        } catch {
            throw ReleaseError(error)
        }
        var files: [RemoteFile] = []
        for object in objects where !object.key.hasSuffix("/") {
            let path = String(object.key.dropFirst(key.count))
            guard object.key.hasPrefix(key), ReleaseFile.isBelow(path),
                let place = S3Location(bucket: location.bucket, key: object.key)
            else {
                throw ReleaseError(.input, "\(prefix) holds a key that no file can have: \(object.key.prefix(200))")
            }
            files.append(file(place, object, path: path))
        }
        guard !files.isEmpty else { throw ReleaseError(.input, "\(prefix) holds no objects; expected a model's files") }
        return files
    }

    private func file(_ location: S3Location, _ object: S3Object, path: String) -> RemoteFile {
        let client = client
        return RemoteFile(
            path: path,
            place: "\(location)",
            byteCount: object.size,
            etag: object.etag,
            key: object.etag.map { "\(location)\n\($0)\n\(object.size)" },
            request: { () throws(AWSError) in try client.request("GET", location) },
            refusal: { client.failure(location, status: $0.status, headers: $0.headers, body: $0.errorBody) }
        )
    }
}
