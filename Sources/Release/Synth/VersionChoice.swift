import Recipes

/// Which version a component gets, by what is published and what it is made of.
struct VersionChoice: Sendable, Equatable {
    /// The version.
    let version: SemanticVersion
    /// True where it is published with the same sources.
    let isUnchanged: Bool
    /// The reason, for people.
    let why: String

    /// Chooses the version of a component.
    ///
    /// - Parameters:
    ///   - component: The component's name, for messages.
    ///   - rule: How it comes by its version.
    ///   - model: What its model says; `none` without one.
    ///   - digest: What it is made of.
    ///   - published: All its versions.
    ///   - tag: Asks what a version was made of.
    /// - Returns: the version, and why.
    /// - Throws: `input`: a version that is said is published with other sources; what `tag` throws.
    static func choose(
        _ component: String,
        rule: VersionRule,
        model: FoundModel.Number,
        digest: String,
        published: [PublishedVersion],
        tag: (PublishedVersion) throws(ReleaseError) -> String?
    ) throws(ReleaseError) -> VersionChoice {
        switch (rule, model) {
        case (.explicit(let version), _), (.model, .own(let version)):
            return try said(component, version, digest, published, tag)
        case (.model, .registry(let number)): return try counted(component, number, digest, published, tag)
        case (.model, .none): return try next(.patch, digest, published, tag)
        case (.next(let part), _): return try next(part, digest, published, tag)
        }
    }

    private static func next(
        _ part: VersionPart,
        _ digest: String,
        _ published: [PublishedVersion],
        _ tag: (PublishedVersion) throws(ReleaseError) -> String?
    ) throws(ReleaseError) -> VersionChoice {
        guard let newest = published.max(by: { $0.version < $1.version }) else {
            return VersionChoice(version: .next(part, after: []), isUnchanged: false, why: "the first version")
        }
        let found = try tag(newest)
        if found == digest { return unchanged(newest) }
        let next = SemanticVersion.next(part, after: published.map(\.version))
        return VersionChoice(version: next, isUnchanged: false, why: reason(newest, found))
    }

    /// A registry's version N is N.0.0; what changes around the same model, N.0.1 and so on.
    private static func counted(
        _ component: String,
        _ number: Int,
        _ digest: String,
        _ published: [PublishedVersion],
        _ tag: (PublishedVersion) throws(ReleaseError) -> String?
    ) throws(ReleaseError) -> VersionChoice {
        guard number <= SemanticVersion.maximumPart else {
            throw ReleaseError(
                .input,
                "\(component): its model's version is \(number); Greengrass takes \(SemanticVersion.maximumPart) at most"
            )
        }
        let same = published.filter { $0.version.major == number && $0.version.minor == 0 }
        guard let newest = same.max(by: { $0.version < $1.version }) else {
            return VersionChoice(
                version: SemanticVersion(number, 0, 0),
                isUnchanged: false,
                why: "model version \(number)"
            )
        }
        let found = try tag(newest)
        if found == digest { return unchanged(newest) }
        return VersionChoice(version: newest.version.next(.patch), isUnchanged: false, why: reason(newest, found))
    }

    private static func said(
        _ component: String,
        _ version: SemanticVersion,
        _ digest: String,
        _ published: [PublishedVersion],
        _ tag: (PublishedVersion) throws(ReleaseError) -> String?
    ) throws(ReleaseError) -> VersionChoice {
        guard let same = published.first(where: { $0.version.description == version.description }) else {
            return VersionChoice(version: version, isUnchanged: false, why: "this version is said, and not published")
        }
        let found = try tag(same)
        guard found == digest else {
            let was = found.map { "of the sources \($0)" } ?? "without saying of which sources"
            throw ReleaseError(
                .input,
                "\(component): the version \(version) is published already, \(was); these are \(digest): raise the version"
            )
        }
        return unchanged(same)
    }

    private static func unchanged(_ version: PublishedVersion) -> VersionChoice {
        VersionChoice(version: version.version, isUnchanged: true, why: "published from the same sources")
    }

    private static func reason(_ newest: PublishedVersion, _ tag: String?) -> String {
        tag == nil
            ? "\(newest.version) does not say what it was made of, or failed"
            : "its sources changed since \(newest.version)"
    }
}
