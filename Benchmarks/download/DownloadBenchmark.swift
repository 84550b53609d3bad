import Foundation
import Models
import Transfer

/// Brings a bundle from a server as an update does, or a file alone; prints seconds and memory as JSON.
///
/// `bundle MANIFEST-URL FOLDER`: the manifest, every file chunk by chunk, flushed to the disk, and all of it read back.
/// `file URL FILE`: only the transfer and the writing, without digests.
@main
struct DownloadBenchmark {
    private static let largest: Int64 = 1 << 40

    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, ["bundle", "file"].contains(words[1]) else {
            print("usage: download bundle|file URL TARGET")
            exit(64)
        }
        let start = Memory.restart()
        let clock = ContinuousClock.now
        if words[1] == "bundle" {
            try fetchBundle(words[2], into: words[3])
        } else {
            try fetchFile(words[2], into: words[3])
        }
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        print("{\"seconds\": \(seconds), \"above_idle_kib\": \(Memory.peak() - start)}")
    }

    private static func fetchBundle(_ url: String, into folder: String) throws {
        let transfer = TransferOptions(proxy: .none)
        let fetch = BundleFetch(
            FetchOrder(location: try SourceLocation(url), trust: .empty, allowsUnsigned: true, isConfigured: true),
            into: try ModelStore(dataDirectory: folder).staging(model: "large", job: "job"),
            access: SourceAccess(options: SourceOptions(transfer: transfer, largestBundle: largest)),
            policy: FetchPolicy(largestBundle: largest)
        )
        _ = try fetch.files(of: try fetch.manifest().id)
    }

    private static func fetchFile(_ url: String, into path: String) throws {
        FileManager.default.createFile(atPath: path, contents: nil)
        guard let file = FileHandle(forWritingAtPath: path) else { exit(1) }
        var block = Data(capacity: 1 << 20)
        let client = HTTPClient(TransferOptions(proxy: .none))
        let done = try client.download(HTTPRequest("GET", url)) { piece throws(TransferError) in
            unsafe piece.withUnsafeBytes { unsafe block.append(contentsOf: $0) }
            guard block.count >= 512 << 10 else { return }
            write(&block, to: file)
        }
        write(&block, to: file)
        guard done.status == 200 else {
            print("the server answers \(done.status)")
            exit(1)
        }
    }

    private static func write(_ block: inout Data, to file: FileHandle) {
        do {
            try file.write(contentsOf: block)
        } catch {
            print("writing failed: \(error)")
            exit(1)
        }
        block.removeAll(keepingCapacity: true)
    }
}
