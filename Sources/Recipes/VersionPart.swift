/// The part of a version that grows with a release.
public enum VersionPart: String, Sendable, Hashable, CaseIterable {
    case patch, minor, major
}
