import ArgumentParser
import Lab
import Models
import Telemetry

/// What makes a bundle of a trained model.
struct TrainedBundleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Make a bundle of the model, with this version; see 'marram bundle'.", valueName: "version")
    )
    var bundleVersion: String?

    @OptionGroup var signer: SignerOptions

    @Option(
        help: ArgumentHelp(
            "The lowest security version that may run beside it: raise it when older models must never run again.",
            valueName: "number"
        )
    )
    var securityVersion: Int?

    func validate() throws {
        guard bundleVersion != nil || (signer.key == nil && securityVersion == nil) else {
            throw ValidationError("--key and --security-version are for bundles; give a --bundle-version")
        }
        guard bundleVersion.map(BundlePath.isName) ?? true else {
            throw ValidationError("--bundle-version takes 1 to 64 letters, digits, '_', '.' and '-'")
        }
        guard (securityVersion ?? 0) >= 0 else {
            throw ValidationError("--security-version takes whole numbers from 0 up")
        }
    }

    /// The bundle that is asked for; nil: none.
    func bundle(_ folder: ModelFolder, created: Timestamp) throws -> TrainedBundle? {
        guard let bundleVersion else { return nil }
        guard BundlePath.isName(folder.name) else {
            throw LabError("the folder's name, '\(folder.name)', cannot be a bundle's; name the folder otherwise")
        }
        var draft = BundleDraft(name: folder.name, version: bundleVersion, created: created)
        draft.securityVersion = securityVersion ?? 0
        return TrainedBundle(draft, signer: try signer.read(), runtime: try Runtime.load(nil))
    }
}
