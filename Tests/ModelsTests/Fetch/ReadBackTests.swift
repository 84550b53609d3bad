import Cryptography
import Foundation
import Support
import Testing

@testable import Models

@Suite("Reading a file back while it is written")
struct ReadBackTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/weights.part" }

    init() throws { folder = try TemporaryFolder() }

    private func bytes(_ count: Int, seed: Int = 1) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 &+ seed &* 97 &+ $0 >> 8) }
    }

    @Test("gives the digest of all that was good, however it came", arguments: [0, 1, 300_000, 9_000_001])
    func whole(_ count: Int) throws {
        let bytes = bytes(count)
        let file = try OpenFile(path, for: .updating)
        let back = try ReadBack(path)
        var written = 0
        while written < count {
            let next = min(count, written + 262_147)
            try unsafe file.write(bytes.span.extracting(written..<next).bytes, at: Int64(written))
            back.advance(to: Int64(next))
            written = next
        }
        #expect(back.finish() == SHA256Digest(of: bytes))
    }

    @Test("begins anew when nothing is good any more")
    func restart() throws {
        let other = bytes(700_000, seed: 3)
        let file = try OpenFile(path, for: .updating)
        try unsafe file.write(bytes(600_000).span.bytes, at: 0)
        let back = try ReadBack(path)
        back.advance(to: 600_000)
        back.restart()
        try file.truncate(to: 0)
        try unsafe file.write(other.span.bytes, at: 0)
        back.advance(to: 700_000)
        #expect(back.finish() == SHA256Digest(of: other))
    }

    @Test("tells nothing of a file that is shorter than what was good")
    func shorter() throws {
        let file = try OpenFile(path, for: .updating)
        try unsafe file.write(bytes(1000).span.bytes, at: 0)
        let back = try ReadBack(path)
        back.advance(to: 1001)
        #expect(back.finish() == nil)
    }
}
