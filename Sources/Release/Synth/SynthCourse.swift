import Recipes

/// What is known of a release while it is made.
struct SynthCourse: Sendable {
    /// The release that the build folder held before.
    let former: ReleaseFile?
    /// All that is published, by component name.
    let published: [String: [PublishedVersion]]
    /// The versions so far: of this release, and of others that its components ask for.
    var versions: [String: SemanticVersion] = [:]
    /// The entries so far.
    var entries: [ReleaseFile.Entry] = []
    /// Their recipes.
    var recipes: [JSONValue] = []
    /// What is told of them.
    var rows: [SynthResult.Row] = []
}
