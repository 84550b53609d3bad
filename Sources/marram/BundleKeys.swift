import ArgumentParser
import Cryptography
import Foundation
import Lab
import Models

/// `marram bundle keys`: makes keys, and trust files of them.
struct BundleKeys: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make keys, and the trust files of devices.",
        subcommands: [BundleKeysNew.self, BundleKeysTrust.self, BundleKeysList.self]
    )
}

/// `marram bundle keys new`: makes a pair of keys.
struct BundleKeysNew: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Make a pair of keys: NAME.key.pem, to be kept secret, and NAME.pub.pem."
    )

    @Argument(help: "The name of the key in trust files.")
    var name: String

    @Option(help: ArgumentHelp("The folder where they go.", valueName: "folder"), completion: .directory)
    var out = "."

    func run() throws {
        try Complaint.telling {
            let made = try KeyFiles.make(name, in: out)
            print("\(made.private): the private key; keep it off devices and out of repositories")
            print("\(made.public): the public key, to be added to trust files ('marram bundle keys trust')")
        }
    }
}

/// `marram bundle keys trust`: adds keys to a trust file and takes them out.
struct BundleKeysTrust: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust",
        abstract: "Add public keys to a trust file, or take keys out; it is made where it is not there."
    )

    @Argument(help: "The trust file.", completion: .file(extensions: ["json"]))
    var file: String

    @Option(help: ArgumentHelp("A file with a public key, or a pair, in PEM; may be repeated.", valueName: "file"))
    var add: [String] = []

    @Option(
        help: ArgumentHelp(
            "The name of the key that is added (default: NAME of NAME.pub.pem, else 16 digits of its SHA-256).",
            valueName: "name"
        )
    )
    var keyID: String?

    @Option(help: ArgumentHelp("What people say of the key that is added.", valueName: "text"))
    var comment: String?

    @Option(help: ArgumentHelp("The name of a key to take out; may be repeated.", valueName: "name"))
    var remove: [String] = []

    func validate() throws {
        guard !add.isEmpty || !remove.isEmpty else { throw ValidationError("give --add or --remove") }
        guard add.count == 1 || (keyID == nil && comment == nil) else {
            throw ValidationError("--key-id and --comment go with one --add")
        }
    }

    func run() throws {
        try Complaint.telling {
            let isThere = FileManager.default.fileExists(atPath: file)
            var trust = isThere ? try TrustFile(path: file) : .empty
            for name in remove where !trust.remove(name) {
                throw LabError("\(file) has no key '\(name)'; it has \(BundleKeysList.names(trust))")
            }
            for path in add {
                let (key, name) = try KeyFiles.readPublic(path)
                try trust.add(TrustFile.Key(id: keyID ?? name ?? key.standardID, key: key, comment: comment))
            }
            try KeyFiles.write(trust, to: file)
            print("\(file): \(BundleKeysList.names(trust))")
        }
    }
}

/// `marram bundle keys list`: shows a trust file.
struct BundleKeysList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show the keys of a trust file."
    )

    @Argument(help: "The trust file.", completion: .file(extensions: ["json"]))
    var file: String

    func run() throws {
        try Complaint.telling {
            for key in try TrustFile(path: file).keys {
                print("\(key.id)  \(Self.hexadecimal(key.key.bytes))\(key.comment.map { "  \($0)" } ?? "")")
            }
        }
    }

    /// The names of all keys, for a line.
    static func names(_ trust: TrustFile) -> String {
        trust.keys.isEmpty ? "no keys" : trust.keys.map { "'\($0.id)'" }.joined(separator: ", ")
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String { SHA256Digest(bytes: bytes)?.hexadecimal ?? "" }
}
