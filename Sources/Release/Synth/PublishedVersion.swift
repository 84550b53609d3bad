import AWS
import Recipes

/// A component version that Greengrass has.
struct PublishedVersion: Sendable {
    /// The version.
    let version: SemanticVersion
    /// Its ARN.
    let arn: String
}

/// What Greengrass has of the components of a release.
struct PublishedVersions: Sendable {
    /// The tag that says what a version was made of.
    static let digestTag = "gg-source-digest"
    private static let atOnce = 8

    let client: GreengrassClient

    /// All versions of several components, of the caller's account.
    func all(of names: [String]) throws(ReleaseError) -> [String: [PublishedVersion]] {
        let lists = try inParallel(names, limit: Self.atOnce) { name throws(ReleaseError) in
            try versions(of: name, account: nil)
        }
        return Dictionary(zip(names, lists)) { first, _ in first }
    }

    /// All versions of a component, of the caller's account or of AWS (`aws`).
    func versions(of name: String, account: String?) throws(ReleaseError) -> [PublishedVersion] {
        do throws(AWSError) {
            return try client.versions(of: name, account: account).compactMap { found in
                SemanticVersion(found.version).map { PublishedVersion(version: $0, arn: found.arn) }
            }
        } catch {
            throw ReleaseError(error)
        }
    }

    /// What a version was made of; nil where it does not say so, failed, or is gone.
    func digest(of version: PublishedVersion) throws(ReleaseError) -> String? {
        do throws(AWSError) {
            guard let found = try client.describe(version.arn), found.isDeployable || found.isPending else {
                return nil
            }
            return found.tags[Self.digestTag]
        } catch {
            throw ReleaseError(error)
        }
    }
}
