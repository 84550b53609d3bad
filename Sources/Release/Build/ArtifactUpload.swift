public import AWS
import Cryptography
public import Transfer

/// Uploads the artifacts of a release, several at once; what is there already is left alone.
public struct ArtifactUpload: Sendable {
    private let folder: BuildFolder
    private let client: S3Client
    private let jobs: Int
    private let journal: any ReleaseJournal
    private let cancellation: Cancellation
    /// The KMS key that objects are encrypted with; nil: as the bucket says.
    public var kmsKey: String?
    /// The account that buckets have to belong to; nil: any.
    public var expectedOwner: String?

    /// Makes an upload of what was built in a folder; nothing is sent.
    ///
    /// - Parameters:
    ///   - folder: Where artifacts are.
    ///   - client: Who sends them.
    ///   - jobs: How many files are sent at once.
    ///   - journal: Takes what happens.
    ///   - cancellation: Ends what is under way.
    public init(
        folder: BuildFolder,
        client: S3Client,
        jobs: Int,
        journal: any ReleaseJournal,
        cancellation: Cancellation
    ) {
        self.folder = folder
        self.client = client
        self.jobs = jobs
        self.journal = journal
        self.cancellation = cancellation
    }

    private struct Item: Sendable {
        let component: String
        let version: String
        let artifact: ReleaseFile.Artifact
    }

    /// Uploads the artifacts of components that are not unchanged, by the digests that the build of the same run gave.
    ///
    /// Those that go in parts are not digested as a whole again: a build reads even what it finds built already.
    ///
    /// - Parameters:
    ///   - release: What was built.
    ///   - named: Handles or names of components; none: all.
    /// - Throws: `input`: an artifact that is not built, or whose URI is none, or another file that stands under the key;
    ///   `cloud`: what S3 says.
    public func run(_ release: ReleaseFile, _ named: [String] = []) throws(ReleaseError) {
        let entries = try release.entries(named, in: folder.releasePath).filter { !$0.isUnchanged }
        let items = entries.flatMap { entry in
            entry.artifacts.map { Item(component: entry.name, version: entry.version, artifact: $0) }
        }
        _ = try inParallel(items, limit: jobs) { item throws(ReleaseError) in try send(item) }
    }

    private func send(_ item: Item) throws(ReleaseError) {
        let artifact = item.artifact
        guard let location = S3Location(artifact.uri) else {
            throw ReleaseError(.input, "\(item.component): '\(artifact.uri)' is no place in S3; run 'gg synth' again")
        }
        guard let size = artifact.byteCount, let digest = artifact.sha256.flatMap(Self.digest) else {
            throw ReleaseError(.input, "\(item.component): \(artifact.file) is not built; run 'gg build' for it first")
        }
        var options = S3UploadOptions(sha256: digest, byteCount: Int64(size))
        options.checksWhole = false
        options.kmsKey = kmsKey
        options.expectedOwner = expectedOwner
        let file = folder.path(BuildFolder.artifact(item.component, item.version, artifact.file))
        do throws(AWSError) {
            let outcome = try client.upload(file, to: location, options, cancellation: cancellation) { [journal] done in
                journal.note(.progress(subject: item.component, text: artifact.file, done: done, total: size))
            }
            let text = outcome == .uploaded ? "uploaded to" : "is there already:"
            journal.note(.step(subject: item.component, text: "\(artifact.file) \(text) \(location)"))
        } catch {
            throw Self.failure(error, item)
        }
    }

    private static func failure(_ error: AWSError, _ item: Item) -> ReleaseError {
        switch error.code {
        case "KeyTaken":
            ReleaseError(
                .input,
                "\(error.message)\ngive \(item.component) a version of its own in the configuration, or delete the object "
                    + "if no published component names it"
            )
        case "AccessDenied", "Forbidden", "HTTP403":
            ReleaseError(
                .cloud,
                "\(error.message); uploading needs s3:PutObject there as well, and kms:GenerateDataKey with such a key"
            )
        default: ReleaseError(error)
        }
    }

    private static func digest(_ hexadecimal: String) -> SHA256Digest? {
        let digits = hexadecimal.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue.map(UInt8.init) }
        guard digits.count == 64, hexadecimal.utf8.count == 64 else { return nil }
        return SHA256Digest(bytes: stride(from: 0, to: 64, by: 2).map { digits[$0] << 4 | digits[$0 + 1] })
    }
}
