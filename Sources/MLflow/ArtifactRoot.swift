import Foundation
import Transfer

/// A place of artifacts as the registry names it, judged.
struct ArtifactRoot {
    let place: MLflowArtifacts.Root

    /// Reads the place's URI.
    ///
    /// - Throws: When a device cannot get there: a folder of the server's machine, a cloud that is not spoken, another
    ///   server.
    init(_ uri: String, server: MLflowServer, about reference: MLflowReference) throws(MLflowError) {
        let shown = uri.prefix { $0 != "?" }.prefix(200)
        if uri.hasPrefix("s3://") {
            place = .s3(url: Self.withoutSlash(uri))
            return
        }
        guard let path = try Self.proxied(uri, server, reference) else {
            throw MLflowError(
                "Artifacts",
                "\(reference): its files are at \(shown), where this device cannot get them; let the MLflow server serve "
                    + "them (--serve-artifacts) or keep them in S3"
            )
        }
        guard ArtifactPath.isSafe(path) else {
            throw MLflowError("Answer", "\(reference): the server names a place that cannot be one: \(shown)")
        }
        place = .proxy(path: path)
    }

    /// The place below this one.
    func appending(_ path: String) -> MLflowArtifacts.Root {
        guard !path.isEmpty else { return place }
        switch place {
        case .proxy(let root): return .proxy(path: "\(root)/\(path)")
        case .s3(let url): return .s3(url: "\(url)/\(path)")
        }
    }

    /// The path among the server's artifacts; nil where it is not among them.
    private static func proxied(
        _ uri: String,
        _ server: MLflowServer,
        _ reference: MLflowReference
    ) throws(MLflowError) -> String? {
        let scheme = "mlflow-artifacts:"
        if uri.hasPrefix(scheme + "//") {
            let rest = uri.dropFirst(scheme.count + 2)
            let host = rest.prefix { $0 != "/" }
            let named = server.base.hasPrefix("https") ? "https://\(host)" : "http://\(host)"
            guard host.isEmpty || (try? WebAddress(named))?.origin == server.origin else {
                throw elsewhere(reference, host)
            }
            return withoutSlash(String(rest[host.endIndex...]))
        }
        if uri.hasPrefix(scheme) { return withoutSlash(String(uri.dropFirst(scheme.count))) }
        guard let origin = (try? WebAddress(uri))?.origin else { return nil }
        let prefix = "/api/2.0/mlflow-artifacts/artifacts/"
        guard origin == server.origin, let mark = uri.range(of: prefix) else { throw elsewhere(reference, "\(origin)") }
        return PercentEncoding.text(withoutSlash(String(uri[mark.upperBound...])))
    }

    private static func elsewhere(_ reference: MLflowReference, _ host: Substring) -> MLflowError {
        MLflowError(
            "Artifacts",
            "\(reference): its files are on another server, \(host.prefix(100)), which is not asked; let the MLflow server "
                + "serve them itself (--serve-artifacts) or keep them in S3"
        )
    }

    private static func withoutSlash(_ path: String) -> String {
        let start = path.drop { $0 == "/" }
        return String(start.reversed().drop { $0 == "/" }.reversed())
    }
}
