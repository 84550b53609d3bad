import ArgumentParser
import Models

/// `marram bundle verify`: checks a bundle.
struct BundleVerify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check every file of a bundle against its manifest, and who signed it.",
        discussion: """
            With --trust a key of that file must have signed it; without, signatures are not checked. Whether a device \
            takes it depends also on its name, time, hardware and the security version that it has confirmed.
            """
    )

    @Argument(help: "The bundle: a folder, or FILE.tar.")
    var path: String

    @Option(help: ArgumentHelp("The keys to trust.", valueName: "file"), completion: .file(extensions: ["json"]))
    var trust: String?

    func run() throws {
        try Complaint.telling {
            let file = try trust.map { try TrustFile(path: $0) }
            let place = try BundlePlace(path)
            let folder = try place.telling { try BundleFolder(place.folder) }
            let bundle = try place.telling { try folder.verify(trust: file, allowsOthers: !place.isArchive) }
            let others = try folder.others()
            Complaint.write(
                "warning",
                others.map { "\(path)/\($0) is not the bundle's: it is not checked, and no device gets it" }
            )
            print(BundleText.text(bundle, at: path, signature: try signature(bundle, folder)))
        }
    }

    private func signature(_ bundle: VerifiedBundle, _ folder: BundleFolder) throws -> String {
        if let key = bundle.keyID { return "by '\(key)', which is trusted" }
        guard let bytes = folder.signatureBytes else { return "no" }
        let names = try SignatureFile(json: bytes).signatures.map { "'\($0.keyID)'" }.joined(separator: ", ")
        return "by \(names), not checked (give --trust)"
    }
}
