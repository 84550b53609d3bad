import ArgumentParser

/// `marram bundle`: makes, signs and checks what updates bring.
struct BundleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bundle",
        abstract: "Make, sign and check bundles: models as updates bring them.",
        discussion: """
            A bundle is a folder, or a tar archive of it: a model, what belongs to it, manifest.json with all digests, \
            and manifest.sig. A device takes bundles that a key of its trust file has signed:
              marram bundle keys new team --out keys
              marram bundle keys trust trust.json --add keys/team.pub.pem
              marram bundle create models/press --version 8 --key keys/team.key.pem --out press-8.tar
              marram bundle verify press-8.tar --trust trust.json
            """,
        subcommands: [BundleCreate.self, BundleSign.self, BundleVerify.self, BundleKeys.self]
    )
}
