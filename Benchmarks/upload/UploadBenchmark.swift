import AWS
import Cryptography
import Foundation
import Transfer

/// Uploads a file to a server that speaks S3; prints seconds and memory as JSON.
///
/// `file ENDPOINT BUCKET KEY FILE SHA256`: the file's digest is known, as it is after a build. `digest …`: it is computed
/// first, from the same file. In both, the parts are digested on the way.
@main
struct UploadBenchmark {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 7, ["file", "digest"].contains(words[1]), let known = digest(words[6]),
            let location = S3Location(bucket: words[3], key: words[4])
        else {
            print("usage: upload file|digest ENDPOINT BUCKET KEY FILE SHA256")
            exit(64)
        }
        let keys = ["AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "s3cret"]
        let http = HTTPClient(TransferOptions(proxy: .none))
        let client = S3Client(
            options: S3Options(region: "eu-central-1", endpoint: words[2], environment: keys),
            credentials: CredentialChain(environment: keys, homeDirectory: nil, http: http),
            http: http
        )
        let start = Memory.restart()
        let clock = ContinuousClock.now
        let size = try ReadableFile(words[5]).byteCount
        let sha256 = words[1] == "file" ? known : try digest(ofFile: words[5])
        var options = S3UploadOptions(sha256: sha256, byteCount: size)
        options.checksWhole = false
        let outcome = try client.upload(words[5], to: location, options)
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        guard outcome == .uploaded else { exit(1) }
        print("{\"seconds\": \(seconds), \"above_idle_kib\": \(Memory.peak() - start)}")
    }

    private static func digest(ofFile path: String) throws -> SHA256Digest {
        var hasher = SHA256Hasher()
        try FilePart(try ReadableFile(path)).read { piece in hasher.update(piece) }
        return hasher.finish()
    }

    private static func digest(_ text: String) -> SHA256Digest? {
        let digits = Array(text)
        guard digits.count == 64 else { return nil }
        let bytes = stride(from: 0, to: 64, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        return SHA256Digest(bytes: bytes)
    }
}
