import ArgumentParser
import Foundation
import Lab
import Models
import Telemetry

/// `marram bundle create`: makes a bundle of a model's folder.
struct BundleCreate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a bundle of a folder with model.onnx.",
        discussion: """
            Every file of the folder becomes the bundle's, hidden ones aside. manifest.json goes into the folder, or with \
            --out into a copy:
              marram bundle create models/press --version 8 --golden 4
              marram bundle create models/press --version 8 --out press-8.tar --exclude README.md --key team.key.pem
            """
    )

    @Argument(help: "The folder.", completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("The version, for people.", valueName: "version"))
    var version: String

    @Option(help: ArgumentHelp("The model's name (default: the folder's).", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("Where the bundle goes: a new folder, or FILE.tar.", valueName: "path"))
    var out: String?

    @Option(help: ArgumentHelp("A file to leave out, with --out; may be repeated.", valueName: "file"))
    var exclude: [String] = []

    @Option(help: ArgumentHelp("Tests to make: outputs of the model for made-up inputs, 0 to 64.", valueName: "number"))
    var golden = 0

    @OptionGroup(title: "What the manifest says") var facts: BundleFactOptions
    @OptionGroup(title: "Signature") var signer: SignerOptions

    func validate() throws {
        guard exclude.isEmpty || out != nil else {
            throw ValidationError("--exclude goes with --out: in its own folder a bundle has all files")
        }
        guard (0...64).contains(golden) else { throw ValidationError("--golden takes 0 to 64") }
        for (option, text) in [("--version", version), ("--name", name ?? version)] where !BundlePath.isName(text) {
            throw ValidationError("\(option) takes 1 to 64 letters, digits, '_', '.' and '-'")
        }
    }

    func run() throws {
        try Complaint.telling {
            let name = name ?? ModelFolder(folder).name
            guard BundlePath.isName(name) else {
                throw LabError("the folder's name, '\(name)', cannot be a model's; give one by --name")
            }
            var creation = BundleCreation(folder)
            creation.target = out
            creation.excluded = Set(exclude)
            creation.goldenCount = golden
            creation.signer = try signer.read()
            let draft = try facts.draft(name: name, version: version)
            let runtime = try Runtime.load(nil)
            let bundle = try Interruption.held { try creation.run(draft, runtime: runtime) }
            print(
                BundleText.text(bundle, at: out ?? folder, signature: creation.signer.map { "by '\($0.name)'" } ?? "no")
            )
        }
    }
}
