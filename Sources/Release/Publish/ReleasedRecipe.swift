public import Recipes

/// A component version of a release together with its recipe, checked to belong together.
public struct ReleasedRecipe: Sendable {
    /// The largest recipe that Greengrass takes, in bytes.
    public static let byteLimit = 16_000

    /// What the release says of it.
    public let entry: ReleaseFile.Entry
    /// The recipe as it is published.
    public let bytes: [UInt8]
    /// The recipe as a value.
    public let json: JSONValue

    /// Takes a recipe's bytes.
    ///
    /// - Throws: `input` where the component is not built, the recipe is too large, no JSON, or another component's.
    public init(_ entry: ReleaseFile.Entry, recipe bytes: [UInt8]) throws(ReleaseError) {
        self.entry = entry
        self.bytes = bytes
        try Self.checkIsBuilt(entry)
        guard bytes.count <= Self.byteLimit else {
            throw ReleaseError(
                .input,
                "\(entry.recipe): the recipe has \(bytes.count) bytes; at most \(Self.byteLimit) can be published"
            )
        }
        do {
            json = try JSONValue(json: bytes)
        } catch {
            throw ReleaseError(.input, "\(entry.recipe): \(error); run gg synth again")
        }
        try check("ComponentName", is: entry.name)
        try check("ComponentVersion", is: entry.version)
    }

    /// The places of all artifacts, in the recipe's order.
    public var artifactURIs: [String] {
        (json.member(anyCase: "Manifests")?.elements ?? []).flatMap { manifest in
            (manifest.member(anyCase: "Artifacts")?.elements ?? []).compactMap { $0.member(anyCase: "URI")?.text }
        }
    }

    private func check(_ key: String, is expected: String) throws(ReleaseError) {
        guard let found = json.member(anyCase: key)?.text else {
            throw ReleaseError(.input, "\(entry.recipe): \(key) is missing; run gg synth again")
        }
        guard found == expected else {
            throw ReleaseError(
                .input,
                "\(entry.recipe): \(key) is '\(found.prefix(200))', the release says '\(expected)'; run gg synth again"
            )
        }
    }

    private static func checkIsBuilt(_ entry: ReleaseFile.Entry) throws(ReleaseError) {
        guard !entry.isUnchanged, let artifact = entry.artifacts.first(where: { $0.sha256 == nil }) else { return }
        throw ReleaseError(
            .input,
            "\(entry.name) \(entry.version): \(artifact.file) is not built; run gg build --upload first"
        )
    }
}
