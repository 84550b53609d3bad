import Cryptography
import Foundation
import Models
import Support
import Testing

@Suite("Signatures and trust")
struct TrustFileTests {
    private let manifest = Array(#"{"schema":1}"#.utf8)

    private func code(_ body: () throws(UpdateError) -> String) -> UpdateCode? {
        do throws(UpdateError) {
            _ = try body()
            return nil
        } catch {
            return error.code
        }
    }

    @Test("[bundle-7] one valid signature of a listed key is enough, whatever stands beside it")
    func oneIsEnough() throws {
        let (known, other) = (try SigningKey(), try SigningKey())
        let trust = try TrustFile.of(["team": known])
        var file = try SignatureFile(signing: manifest, with: other, keyID: "stranger")
        file = try SignatureFile(signing: manifest, with: known, keyID: "team", keeping: file)
        #expect(try trust.verify(manifest: manifest, signature: file.json()) == "team")
        // The same name twice: the first one is wrong.
        let twice = String(decoding: file.json(), as: UTF8.self).replacing("stranger", with: "team")
        #expect(try trust.verify(manifest: manifest, signature: Array(twice.utf8)) == "team")
    }

    @Test("[bundle-7] no signature, a stranger's and a wrong one are three different things")
    func refused() throws {
        let (known, other) = (try SigningKey(), try SigningKey())
        let trust = try TrustFile.of(["team": known])
        #expect(
            code { () throws(UpdateError) in try trust.verify(manifest: manifest, signature: nil) } == .badSignature
        )
        let stranger = try SignatureFile(signing: manifest, with: other, keyID: "stranger").json()
        #expect(
            code { () throws(UpdateError) in try trust.verify(manifest: manifest, signature: stranger) } == .unknownKey
        )
        let wrong = try SignatureFile(signing: manifest, with: other, keyID: "team").json()
        #expect(
            code { () throws(UpdateError) in try trust.verify(manifest: manifest, signature: wrong) } == .badSignature
        )
        let good = try SignatureFile(signing: manifest, with: known, keyID: "team").json()
        #expect(
            code { () throws(UpdateError) in try trust.verify(manifest: manifest + [0x20], signature: good) }
                == .badSignature
        )
        #expect(
            code { () throws(UpdateError) in try TrustFile.empty.verify(manifest: manifest, signature: good) }
                == .unknownKey
        )
    }

    @Test("[bundle-7] a signature is over the prefix and the manifest's bytes")
    func prefix() throws {
        let key = try SigningKey()
        let bytes = try #require(SignatureFile(signing: manifest, with: key).signatures.first).bytes
        #expect(key.verifyingKey.isValid(bytes, of: Array("marram-model-manifest-v1\n".utf8) + manifest))
        #expect(!key.verifyingKey.isValid(bytes, of: manifest))
    }

    @Test("[bundle-7] signatures need not be where unsigned bundles are allowed, but a known key's must hold")
    func unsigned() throws {
        let (known, other) = (try SigningKey(), try SigningKey())
        let trust = try TrustFile.of(["team": known])
        func key(_ signature: [UInt8]?) throws(UpdateError) -> String? {
            try trust.keyID(manifest: manifest, signature: signature, allowsUnsigned: true)
        }
        #expect(try key(nil) == nil)
        #expect(try key(SignatureFile(signing: manifest, with: other, keyID: "stranger").json()) == nil)
        #expect(try key(SignatureFile(signing: manifest, with: known, keyID: "team").json()) == "team")
        #expect(throws: UpdateError.self) {
            try key(SignatureFile(signing: manifest, with: other, keyID: "team").json())
        }
    }

    @Test(
        "[bundle-8] what is no file of signatures is a bad signature",
        arguments: [
            "", "[]", "{}", #"{"signatures":[]}"#, #"{"signatures":[{"keyid":"a","alg":"ed25519"}]}"#,
            #"{"signatures":[{"keyid":"a","alg":"ed25519","sig":"*"}]}"#,
            #"{"signatures":[{"keyid":"a","alg":"rsa","sig":""}]}"#,
            #"{"signatures":[{"keyid":"a","alg":"ed25519","sig":"AAAA"}]}"#,
            #"{"signatures":["#
                + Array(repeating: #"{"keyid":"a","alg":"ed25519","sig":"AAAA"}"#, count: 17).joined(separator: ",")
                + "]}",
            String(repeating: " ", count: 65 << 10),
        ]
    )
    func badFiles(_ text: String) throws {
        let trust = try TrustFile.of(["a": try SigningKey()])
        #expect(
            code { () throws(UpdateError) in try trust.verify(manifest: manifest, signature: Array(text.utf8)) }
                == .badSignature
        )
    }

    @Test("[bundle-8] a trust file is written and read, and keys come and go")
    func trustFile() throws {
        var trust = try TrustFile.of(["team": try SigningKey(), "spare": try SigningKey()])
        #expect(try TrustFile(json: trust.json()) == trust)
        #expect(trust.remove("spare") && !trust.remove("spare") && trust.keys.map(\.id) == ["team"])
        let key = TrustFile.Key(id: "team", key: try SigningKey().verifyingKey)
        #expect(throws: UpdateError.self) { try trust.add(key) }
        let folder = try TemporaryFolder()
        let path = try folder.write(String(decoding: trust.json(), as: UTF8.self), to: "trust.json")
        let read = try TrustFile(path: path)
        #expect(read.keys == trust.keys && read.path == path)
        let other = try SignatureFile(signing: manifest, with: SigningKey(), keyID: "stranger").json()
        let error = #expect(throws: UpdateError.self) { try read.verify(manifest: manifest, signature: other) }
        #expect(error?.message.contains(path) == true && error?.message.contains("'stranger'") == true)
    }

    @Test(
        "[bundle-8] nothing in a trust file is passed over",
        arguments: [
            "", "[]", "{}", #"{"v":2,"keys":[]}"#, #"{"v":1}"#, #"{"v":1,"keys":[],"also":1}"#,
            #"{"v":1,"keys":[{"keyid":"a","alg":"rsa","key":"AAAA"}]}"#,
            #"{"v":1,"keys":[{"keyid":"a","alg":"ed25519","key":"AAAA"}]}"#,
            #"{"v":1,"keys":[{"keyid":"a b","alg":"ed25519","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}"#,
            #"{"v":1,"keys":[{"keyid":"a","alg":"ed25519","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"#
                + #"{"keyid":"a","alg":"ed25519","key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}]}"#,
        ]
    )
    func badTrustFiles(_ text: String) {
        #expect(throws: UpdateError.self) { try TrustFile(json: Array(text.utf8)) }
    }
}
