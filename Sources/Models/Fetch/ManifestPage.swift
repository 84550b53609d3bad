/// Tells a web page from a manifest.
enum ManifestPage {
    /// What to say of a page that came in a manifest's place; nil for anything else.
    static func complaint(_ bytes: [UInt8], at location: SourceLocation) -> UpdateError? {
        let text = String(decoding: bytes.prefix(512), as: UTF8.self).lowercased().drop { $0.isWhitespace }
        guard text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.hasPrefix("<head") else { return nil }
        return UpdateError(
            .downloadFailed,
            "\(location) is a web page and no manifest, as of a login or an error; check the URL and the rights"
        )
    }
}
