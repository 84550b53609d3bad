/// Where a bundle lies: its `manifest.json`, or an archive (`.tar`) of it.
///
/// One of `file:///folder/manifest.json`, `https://host/folder/manifest.json`, `http:…`, `s3://bucket/folder/bundle.tar`,
/// `mlflow:models:/name@alias`, `mlflow:models:/name/version`, `mlflow:runs:/id/path`; an MLflow one names the folder of
/// artifacts, or with `#bundle.tar` an archive in it. User info and steps upwards (`..`) are refused.
public struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
    /// What carries the bytes.
    public enum Scheme: String, Sendable, Hashable {
        case file, http, https, s3, mlflow
    }

    /// Most bytes of a URL.
    static let limit = 8192

    let place: SourcePlace

    /// Reads a location.
    ///
    /// - Throws: `bad_path`, with what is expected.
    public init(_ url: String) throws(UpdateError) {
        let place = try SourcePlace(url)
        guard place.isManifest || place.isArchive else {
            throw UpdateError(
                .badPath,
                "\(place) names neither a manifest nor an archive: end it with /manifest.json or with .tar"
            )
        }
        self.place = place
    }

    init(place: SourcePlace) { self.place = place }

    /// What carries the bytes.
    public var scheme: Scheme { place.scheme }

    /// True for an archive, false for a folder of files.
    public var isArchive: Bool { place.isArchive }

    /// The location without its query, which may hold a secret.
    public var description: String { place.description }
}

extension SourceLocation {
    /// True when a prefix of `rules` covers it.
    public func isAllowed(by rules: SourceRules) -> Bool { rules.allows(self) }
}
