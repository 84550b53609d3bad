import ArgumentParser
import Lab
import Models

/// `marram bundle sign`: signs a bundle.
struct BundleSign: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign",
        abstract: "Sign a bundle with a private key; other keys' signatures stay.",
        discussion: "The files are checked against the manifest first. An archive is written anew."
    )

    @Argument(help: "The bundle: a folder, or FILE.tar.")
    var path: String

    @OptionGroup var signer: SignerOptions

    func validate() throws {
        guard signer.key != nil else { throw ValidationError("--key FILE is missing") }
    }

    func run() throws {
        try Complaint.telling {
            guard let signer = try signer.read() else { return }
            let place = try BundlePlace(path)
            // What is signed is what the manifest says: it is not signed for files that are not so.
            let bundle = try place.telling {
                try BundleFolder.verify(folder: place.folder, trust: nil, allowsOthers: !place.isArchive)
            }
            try Interruption.held {
                try BundleMaker.sign(place.folder, with: signer.key, keyID: signer.keyID)
                if place.isArchive { try TarArchive.write(BundleFolder(place.folder), to: path) }
            }
            print("\(path): \(bundle.manifest.name) \(bundle.manifest.version) signed by '\(signer.name)'")
        }
    }
}
