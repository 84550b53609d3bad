public import Cryptography
import FoundationEssentials
import OpenInference

/// The keys that a device trusts: `{"v":1,"keys":[{"keyid":"…","alg":"ed25519","key":"base64 of 32 bytes"}]}`.
public struct TrustFile: Sendable, Equatable {
    /// A key.
    public struct Key: Sendable, Equatable {
        /// Its name: 1 to 64 of `A-Za-z0-9_.-`.
        public let id: String
        /// The public key.
        public let key: VerifyingKey
        /// What people say of it.
        public let comment: String?

        /// Makes one from its parts.
        public init(id: String, key: VerifyingKey, comment: String? = nil) {
            self.id = id
            self.key = key
            self.comment = comment
        }
    }

    /// The most bytes of a file.
    static let mostBytes = 256 << 10
    /// The most keys of a file.
    static let mostKeys = 256

    /// The keys, each with a name of its own.
    public private(set) var keys: [Key]
    /// Where it was read; empty where it was not.
    public private(set) var path = ""

    /// Trusts nobody.
    public static let empty = TrustFile(keys: [])

    private init(keys: [Key]) { self.keys = keys }

    /// Reads the file's text.
    ///
    /// - Throws: `badSignature` with what is wrong: nothing may be passed over in a file that decides whom to believe.
    public init(json: [UInt8]) throws(UpdateError) {
        guard json.count <= Self.mostBytes else {
            throw UpdateError(
                .badSignature,
                "the trust file has \(json.count) bytes; at most \(Self.mostBytes) are taken"
            )
        }
        let root: JSONPlace
        do throws(InferError) {
            root = JSONPlace(try StrictJSON(json), code: .badSignature)
        } catch {
            throw UpdateError(.badSignature, "the trust file is not JSON that can be taken: \(error.message)")
        }
        keys = try Self.read(root)
    }

    /// Reads a file.
    ///
    /// - Throws: `badSignature` with what is wrong, or why it cannot be read.
    public init(path: String) throws(UpdateError) {
        do throws(UpdateError) {
            try self.init(json: BundleFile(path, followsLinks: true).contents(limit: Self.mostBytes))
        } catch {
            guard error.code != .digestMismatch else {
                throw UpdateError(.badSignature, "\(path) is not there; 'marram bundle keys trust' makes a trust file")
            }
            throw UpdateError(.badSignature, "\(path): \(error.message)")
        }
        self.path = path
    }

    private static func read(_ root: JSONPlace) throws(UpdateError) -> [Key] {
        let members = try root.object(["v", "keys"], isClosed: true)
        let version = try Manifest.required("v", members, root).whole(0...Int64.max)
        guard version == 1 else { throw root.error("'v' is \(version); this program reads 1") }
        var file = TrustFile.empty
        for place in try Manifest.required("keys", members, root).array(0...mostKeys) {
            let members = try place.object(["keyid", "alg", "key", "comment"], isClosed: true)
            let algorithm = try Manifest.required("alg", members, place).text(most: 64)
            guard algorithm == SignatureFile.algorithm else {
                throw place.error("has the 'alg' '\(algorithm)'; expected '\(SignatureFile.algorithm)'")
            }
            let text = try Manifest.required("key", members, place).text(most: 256)
            guard let bytes = Data(base64Encoded: text), let key = VerifyingKey(bytes: [UInt8](bytes)) else {
                throw place.error("has a 'key' that is not the base64 of 32 bytes")
            }
            let id = try Manifest.required("keyid", members, place).text(most: 128)
            let comment = try members["comment"]?.text(most: 1024)
            do throws(UpdateError) {
                try file.add(Key(id: id, key: key, comment: comment))
            } catch {
                throw place.error(": \(error.message)")
            }
        }
        return file.keys
    }

    /// Adds a key.
    ///
    /// - Throws: `badSignature` where its name is not valid, or another key has it.
    public mutating func add(_ key: Key) throws(UpdateError) {
        guard BundlePath.isName(key.id) else {
            throw UpdateError(.badSignature, "the key id '\(key.id)' is not 1 to 64 letters, digits, '_', '.' and '-'")
        }
        guard !keys.contains(where: { $0.id == key.id }) else {
            throw UpdateError(
                .badSignature,
                "there are two keys '\(key.id)'; take the old one out, or name the new one otherwise"
            )
        }
        guard keys.count < Self.mostKeys else {
            throw UpdateError(.badSignature, "there are \(keys.count) keys; at most \(Self.mostKeys) are taken")
        }
        keys.append(key)
    }

    /// Takes a key out; false where there is none of that name.
    public mutating func remove(_ id: String) -> Bool {
        let before = keys.count
        keys.removeAll { $0.id == id }
        return keys.count < before
    }

    /// The text of the file.
    public func json() -> [UInt8] {
        StrictJSON.sorted([
            "v": .whole(1),
            "keys": .array(
                keys.map {
                    .sorted([
                        "keyid": .string($0.id), "alg": .string(SignatureFile.algorithm),
                        "key": .string(Data($0.key.bytes).base64EncodedString()),
                        "comment": $0.comment.map { .string($0) },
                    ])
                }
            ),
        ]).pretty()
    }
}
