import Cryptography
import Foundation
import Support
import Testing

@testable import Edge

@Suite("ModelFingerprint")
struct ModelFingerprintTests {
    @Test("[edge-72] is the SHA-256 of the file, whatever its size", arguments: [0, 3, 1 << 20, (5 << 20) + 1])
    func digest(size: Int) throws {
        let folder = try TemporaryFolder()
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = folder.url.appendingPathComponent("model.onnx")
        try Data(bytes).write(to: file)
        let fingerprint = try #require(ModelFingerprint(file: file.path))
        #expect(fingerprint.byteCount == size)
        #expect(fingerprint.digest == SHA256Digest(of: bytes).bytes)
    }

    @Test("there is none of a file that cannot be read")
    func missing() { #expect(ModelFingerprint(file: "/nonexistent") == nil) }
}
