import Crypto
import Foundation
import Glibc
import Transfer

/// Downloads a URL to a file as a model's file is: every 4 MiB have a digest, written as they come, and the whole is read
/// back from disk for its own; prints seconds, memory and the digest as JSON.
///
/// With `plain` instead of `checked` no digest is computed.
@main
struct DownloadBenchmark {
    static func main() throws {
        let words = CommandLine.arguments
        guard words.count == 4, ["checked", "plain"].contains(words[1]) else {
            print("usage: download checked|plain URL FILE")
            exit(64)
        }
        let client = HTTPClient(TransferOptions(proxy: .none))
        let start = Memory.restart()
        let clock = ContinuousClock.now
        let sink = try Sink(words[3], isChecked: words[1] == "checked")
        let done = try client.download(HTTPRequest("GET", words[2])) { piece throws(TransferError) in
            try sink.take(piece)
        }
        try sink.finish()
        let digest = words[1] == "checked" ? try sink.readBack() : ""
        let seconds = (ContinuousClock.now - clock) / .seconds(1)
        guard done.status == 200 else {
            print("the server answers \(done.status)")
            exit(1)
        }
        let facts = ["\"seconds\": \(seconds)", "\"above_idle_kib\": \(Memory.peak() - start)", "\"sha256\": \"\(digest)\""]
        print("{\(facts.joined(separator: ", "))}")
    }
}

/// Writes and digests what comes.
final class Sink {
    private static let chunk = 4 << 20
    private static let block = 512 << 10

    private let descriptor: Int32
    private let isChecked: Bool
    private var hasher = SHA256Hasher()
    private var inChunk = 0
    private var block: [UInt8] = []
    private(set) var digests: [SHA256Digest] = []

    init(_ path: String, isChecked: Bool) throws {
        descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw TransferError(.refused, "\(path) cannot be written: errno \(errno)") }
        self.isChecked = isChecked
        block.reserveCapacity(Self.block)
    }

    deinit { close(descriptor) }

    func take(_ piece: RawSpan) throws(TransferError) {
        if isChecked { digest(piece) }
        unsafe piece.withUnsafeBytes { unsafe block.append(contentsOf: $0) }
        if block.count >= Self.block { try write() }
    }

    func finish() throws(TransferError) {
        try write()
        if isChecked { endChunk() }
    }

    func readBack() throws -> String {
        var whole = SHA256Hasher()
        var buffer = [UInt8](repeating: 0, count: Self.block)
        lseek(descriptor, 0, SEEK_SET)
        while case let count = unsafe read(descriptor, &buffer, buffer.count), count > 0 {
            whole.update(unsafe buffer.span.bytes.extracting(first: count))
        }
        return whole.finish().hexadecimal
    }

    private func digest(_ piece: RawSpan) {
        var rest = piece
        while inChunk + rest.byteCount >= Self.chunk {
            let count = Self.chunk - inChunk
            hasher.update(rest.extracting(first: count))
            endChunk()
            rest = rest.extracting(droppingFirst: count)
        }
        hasher.update(rest)
        inChunk += rest.byteCount
    }

    private func endChunk() {
        var ended = SHA256Hasher()
        swap(&ended, &hasher)
        digests.append(ended.finish())
        inChunk = 0
    }

    private func write() throws(TransferError) {
        var written = 0
        while written < block.count {
            let count = unsafe block.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            guard count > 0 else { throw TransferError(.refused, "writing failed: errno \(errno)") }
            written += count
        }
        block.removeAll(keepingCapacity: true)
    }
}

/// The process's memory in KiB, as the kernel counts it.
enum Memory {
    /// Makes the peak what is used now, and returns it.
    static func restart() -> Int {
        try? Data("5".utf8).write(to: URL(fileURLWithPath: "/proc/self/clear_refs"))
        return field("VmRSS:")
    }

    static func peak() -> Int { field("VmHWM:") }

    private static func field(_ name: String) -> Int {
        let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix(name) }
        return line.flatMap { $0.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } } ?? 0
    }
}
