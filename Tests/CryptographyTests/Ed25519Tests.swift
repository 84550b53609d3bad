import Cryptography
import Foundation
import Support
import Testing

/// RFC 8032, section 7.1.
private let vectors: [(seed: String, key: String, message: String, signature: String)] = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
    ),
]

private func bytes(_ hexadecimal: String) -> [UInt8] {
    let digits = hexadecimal.compactMap(\.hexDigitValue)
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
}

@Suite("Ed25519")
struct Ed25519Tests {
    @Test("keys and signatures are those of RFC 8032", arguments: vectors.indices)
    func vector(_ index: Int) throws {
        let vector = vectors[index]
        let key = try SigningKey(seed: bytes(vector.seed))
        #expect(key.verifyingKey.bytes == bytes(vector.key))
        #expect(try key.sign(bytes(vector.message)) == bytes(vector.signature))
        let verifying = try #require(VerifyingKey(bytes: bytes(vector.key)))
        #expect(verifying.isValid(bytes(vector.signature), of: bytes(vector.message)))
        #expect(!verifying.isValid(bytes(vector.signature), of: bytes(vector.message) + [0]))
    }

    @Test("no bit of a signature or a message can be changed")
    func changed() throws {
        let key = try SigningKey()
        let message = Array("a manifest".utf8)
        let signature = try key.sign(message)
        #expect(key.verifyingKey.isValid(signature, of: message))
        for place in 0..<64 * 8 {
            var other = signature
            other[place / 8] ^= 1 << UInt8(place % 8)
            #expect(!key.verifyingKey.isValid(other, of: message))
        }
        for length in [0, 1, 63, 65, 128] {
            #expect(!key.verifyingKey.isValid(Array((signature + signature).prefix(length)), of: message))
        }
        #expect(try !SigningKey().verifyingKey.isValid(signature, of: message))
    }

    @Test("a key goes through PEM and is not told in a description")
    func pem() throws {
        let key = try SigningKey()
        #expect(try SigningKey(pem: key.pem()).verifyingKey == key.verifyingKey)
        #expect(try VerifyingKey(pem: key.verifyingKey.pem()) == key.verifyingKey)
        #expect(try SigningKey().verifyingKey != key.verifyingKey)
        #expect("\(key)" == "private key of Ed25519")
    }

    @Test(
        "what is no key is refused in words",
        arguments: ["", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "hello"]
    )
    func noKey(_ text: String) {
        let error = #expect(throws: CryptoError.self) { try SigningKey(pem: text) }
        #expect(error?.message.contains("expected a private key such as 'openssl genpkey -algorithm ed25519'") == true)
        #expect(throws: CryptoError.self) { try VerifyingKey(pem: text) }
        #expect(VerifyingKey(bytes: Array(repeating: 0, count: 31)) == nil)
        #expect(throws: CryptoError.self) { try SigningKey(seed: []) }
    }

    @Test("openssl's keys are read, and each checks what the other signed")
    func openssl() async throws {
        let folder = try TemporaryFolder()
        func openssl(_ arguments: String...) async throws -> Int32 {
            try await Command(["openssl"] + arguments, folder: folder.url).run().code
        }
        #expect(try await openssl("genpkey", "-algorithm", "ed25519", "-out", "key.pem") == 0)
        #expect(try await openssl("pkey", "-in", "key.pem", "-pubout", "-out", "pub.pem") == 0)
        func text(_ name: String) throws -> String {
            try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
        }
        let key = try SigningKey(pem: text("key.pem"))
        #expect(try VerifyingKey(pem: text("pub.pem")) == key.verifyingKey)
        #expect(try key.pem() == text("key.pem") && key.verifyingKey.pem() == text("pub.pem"))
        try folder.write("marram", to: "message")
        let sign = ["pkeyutl", "-sign", "-rawin", "-inkey", "key.pem", "-in", "message", "-out", "theirs"]
        #expect(try await Command(["openssl"] + sign, folder: folder.url).run().code == 0)
        let theirs = [UInt8](try Data(contentsOf: folder.url.appending(path: "theirs")))
        #expect(key.verifyingKey.isValid(theirs, of: Array("marram".utf8)))
        try Data(key.sign(Array("marram".utf8))).write(to: folder.url.appending(path: "ours"))
        let verify = [
            "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", "pub.pem", "-in", "message", "-sigfile", "ours",
        ]
        #expect(try await Command(["openssl"] + verify, folder: folder.url).run().code == 0)
    }

    @Test("a key of another kind or behind a passphrase is refused, and nobody is asked for one")
    func otherKinds() async throws {
        let folder = try TemporaryFolder()
        for arguments in [
            ["genpkey", "-algorithm", "x25519", "-out", "key.pem"],
            ["genpkey", "-algorithm", "ed25519", "-aes256", "-pass", "pass:secret", "-out", "key.pem"],
        ] {
            #expect(try await Command(["openssl"] + arguments, folder: folder.url).run().code == 0)
            let text = try String(contentsOf: folder.url.appending(path: "key.pem"), encoding: .utf8)
            #expect(throws: CryptoError.self) { try SigningKey(pem: text) }
        }
    }
}
