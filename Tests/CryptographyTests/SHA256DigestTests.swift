import Cryptography
import Testing

/// FIPS 180-4 examples and the NIST CAVP short messages.
private let vectors: [(message: [UInt8], digest: String)] = [
    ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
        Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
        Array(
            ("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu").utf8
        ),
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
    ([0xd3], "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1"),
    (
        Array(repeating: UInt8(ascii: "a"), count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
]

@Suite("SHA-256")
struct SHA256DigestTests {
    @Test("a message has the digest of FIPS 180-4", arguments: vectors.indices)
    func vector(_ index: Int) {
        #expect(SHA256Digest(of: vectors[index].message).hexadecimal == vectors[index].digest)
    }

    @Test("pieces of any size give the digest of the whole", arguments: [1, 3, 55, 56, 63, 64, 65, 4096])
    func pieces(size: Int) {
        let message = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var hasher = SHA256Hasher()
        for start in stride(from: 0, to: message.count, by: size) {
            hasher.update(Array(message[start..<min(start + size, message.count)]))
        }
        #expect(hasher.finish() == SHA256Digest(of: message))
    }

    @Test("adding nothing changes nothing")
    func nothing() {
        var hasher = SHA256Hasher()
        hasher.update([])
        hasher.update(Array("abc".utf8))
        hasher.update([])
        #expect(hasher.finish().hexadecimal == vectors[1].digest)
    }

    @Test("a kept digest equals the computed one")
    func kept() {
        let digest = SHA256Digest(of: [1, 2, 3])
        #expect(SHA256Digest(bytes: digest.bytes) == digest)
        #expect(digest != SHA256Digest(of: [1, 2, 4]))
    }

    @Test("a digest has 32 bytes", arguments: [0, 31, 33, 64])
    func length(_ count: Int) {
        #expect(SHA256Digest(bytes: Array(repeating: 0, count: count)) == nil)
    }
}
