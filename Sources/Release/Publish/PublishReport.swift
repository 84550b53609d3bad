/// What has become of the components of a release.
public struct PublishReport: Sendable {
    /// Every component that was to be published, each after those that it depends on.
    public let components: [Publication]
    /// What has to be told when not all of them are published; nil when they are.
    public let failure: ReleaseError?
}
