import Transfer

/// Where bytes lie.
enum SourcePlace: Sendable, Hashable {
    /// An absolute path.
    case file(String)
    case web(WebAddress)
    case s3(bucket: String, key: String)
    /// A reference such as `models:/press@champion`, and the file among its artifacts.
    case mlflow(reference: String, file: String)

    static let manifestName = "manifest.json"

    init(_ url: String) throws(UpdateError) {
        guard url.utf8.count <= SourceLocation.limit else {
            throw UpdateError(.badPath, "the URL has \(url.utf8.count) bytes; \(SourceLocation.limit) at most")
        }
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw Self.unknownScheme(url) }
        let rest = String(url[url.index(after: colon)...])
        switch url[..<colon].lowercased() {
        case "file": self = .file(try Self.filePath(rest))
        case "http", "https": self = .web(try WebAddress(source: url))
        case "s3": self = try Self.object(rest)
        case "mlflow": self = try Self.artifact(rest)
        default: throw Self.unknownScheme(url)
        }
    }

    var scheme: SourceLocation.Scheme {
        switch self {
        case .file: .file
        case .web(let address): address.isSecure ? .https : .http
        case .s3: .s3
        case .mlflow: .mlflow
        }
    }

    /// The path, percent-decoded where the scheme encodes it.
    var path: String {
        switch self {
        case .file(let path): path
        case .web(let address): PercentEncoding.text(address.path) ?? address.path
        case .s3(_, let key): "/" + key
        case .mlflow(_, let file): "/" + file
        }
    }

    var isManifest: Bool { path.hasSuffix("/" + Self.manifestName) }

    var isArchive: Bool { path.hasSuffix(".tar") && !path.hasSuffix("/.tar") }

    private static func unknownScheme(_ url: String) -> UpdateError {
        let shown = url.prefix { $0 != "?" && $0 != "@" }.prefix(64)
        return UpdateError(
            .badPath,
            "\"\(shown)\" is no source that is known: use file:, https:, http:, s3: or mlflow: with a bundle's "
                + "manifest.json or .tar"
        )
    }

    private static func filePath(_ rest: String) throws(UpdateError) -> String {
        var path = rest
        if path.hasPrefix("//localhost/") { path.removeFirst("//localhost".count) }
        if path.hasPrefix("///") { path.removeFirst(2) }
        guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("?"), !path.contains("#"),
            let decoded = PercentEncoding.text(path), isClean(decoded)
        else {
            throw UpdateError(
                .badPath,
                "a file: location is file:///folder/manifest.json: an absolute path without query, fragment or .."
            )
        }
        return decoded
    }

    private static func object(_ rest: String) throws(UpdateError) -> SourcePlace {
        let parts = rest.dropFirst(2).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard rest.hasPrefix("//"), parts.count == 2, isBucket(parts[0]), isClean("/" + parts[1]), !parts[1].isEmpty,
            !parts[1].contains("?"), !parts[1].contains("#")
        else {
            throw UpdateError(.badPath, "an s3: location is s3://bucket/folder/manifest.json, without query or ..")
        }
        return .s3(bucket: String(parts[0]), key: String(parts[1]))
    }

    private static func isBucket(_ text: Substring) -> Bool {
        (3...63).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }

    private static func artifact(_ rest: String) throws(UpdateError) -> SourcePlace {
        let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        let reference = String(parts[0])
        let file = parts.count == 2 ? String(parts[1]) : manifestName
        guard reference.hasPrefix("models:/") || reference.hasPrefix("runs:/"), isClean(reference), isClean("/" + file),
            !reference.contains("?")
        else {
            throw UpdateError(
                .badPath,
                "an mlflow: location is mlflow:models:/name@alias, mlflow:models:/name/version or mlflow:runs:/id/path, "
                    + "with #bundle.tar for an archive among the artifacts"
            )
        }
        return .mlflow(reference: reference, file: file)
    }

    /// True when a path has no control characters and no step that is empty, `.` or `..`.
    static func isClean(_ path: String) -> Bool {
        guard path.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f && $0 != UInt8(ascii: "\\") }) else { return false }
        return path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }
}

extension SourcePlace: CustomStringConvertible {
    /// Without a query.
    var description: String {
        switch self {
        case .file(let path): "file://\(path)"
        case .web(let address): address.origin.description + address.path
        case .s3(let bucket, let key): "s3://\(bucket)/\(key)"
        case .mlflow(let reference, let file):
            file == Self.manifestName ? "mlflow:\(reference)" : "mlflow:\(reference)#\(file)"
        }
    }
}
