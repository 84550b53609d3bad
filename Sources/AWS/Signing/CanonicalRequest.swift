import Foundation
import Transfer

/// What a signature is computed over: the request in the one form that both sides agree on.
struct CanonicalRequest {
    /// The whole.
    let text: String
    /// The names of the headers that it holds, sorted, with semicolons.
    let signedHeaders: String

    init(_ request: HTTPRequest, _ address: WebAddress, isS3: Bool, digest: String) {
        var values: [String: [String]] = ["host": [address.origin.authority]]
        for header in request.headers where Self.isSigned(header.name.lowercased()) {
            values[header.name.lowercased(), default: []].append(Self.trimmed(header.value))
        }
        let names = values.keys.sorted()
        signedHeaders = names.joined(separator: ";")
        let headers = names.map { "\($0):\((values[$0] ?? []).joined(separator: ","))\n" }.joined()
        text = [
            request.method.uppercased(), isS3 ? Self.plain(address.path) : Self.encodedAgain(address.path),
            Self.sorted(address.query ?? ""), headers, signedHeaders, digest,
        ].joined(separator: "\n")
    }

    private static func isSigned(_ name: String) -> Bool {
        name == "content-type" || name == "content-md5" || name.hasPrefix("x-amz-")
    }

    private static func trimmed(_ value: String) -> String {
        value.split { $0.isWhitespace }.joined(separator: " ")
    }

    private static func plain(_ path: String) -> String { path.isEmpty ? "/" : path }

    /// Without dot segments and empty segments, and encoded once more, as every service but S3 does it.
    private static func encodedAgain(_ path: String) -> String {
        var kept: [Substring] = []
        for segment in path.split(separator: "/") where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        let joined = "/" + kept.joined(separator: "/")
        return PercentEncoding.encodePath(path.hasSuffix("/") && joined != "/" ? joined + "/" : joined)
    }

    /// Parameters by name, then by value, each encoded in the one way, whatever way the URL has it.
    private static func sorted(_ query: String) -> String {
        let pairs = query.split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let texts = parts.map { PercentEncoding.encode(PercentEncoding.decode($0)) }
            return (name: texts[0], value: texts.count > 1 ? texts[1] : "")
        }
        return pairs.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }
}
