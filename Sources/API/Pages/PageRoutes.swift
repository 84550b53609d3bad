import Archive
import HTTPTypes
import Hummingbird
import NIOCore

/// The pages, which the program carries with it.
struct PageRoutes: RouteGroup {
    func add(to router: Router<APIContext>) {
        for file in PageFile.all {
            for path in file.paths {
                router.get(RouterPath(path)) { request, _ in Self.answer(request, file) }
            }
        }
    }

    private static func answer(_ request: Request, _ file: PageFile) -> Response {
        var headers = guards
        headers[.eTag] = file.tag
        headers[.cacheControl] = "no-cache"
        headers[.vary] = "Accept-Encoding"
        if isKnown(file.tag, to: request) { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = file.type
        if let packed = file.packed, request.acceptedPacking == .gzip {
            headers[.contentEncoding] = "gzip"
            return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: packed))
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: file.bytes))
    }

    /// Whether whoever asks has this content already.
    private static func isKnown(_ tag: String, to request: Request) -> Bool {
        request.headers[values: .ifNoneMatch].contains { line in
            line.split(separator: ",").contains { part in
                let known = part.filter { $0 != " " }
                return known == "*" || known == tag || known == "W/\(tag)"
            }
        }
    }

    /// What a browser is told to keep a page from.
    private static let guards: HTTPFields = [
        .contentSecurityPolicy:
            "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
        .referrerPolicy: "no-referrer",
        .crossOriginOpenerPolicy: "same-origin",
        .crossOriginResourcePolicy: "same-origin",
    ]
}

extension HTTPField.Name {
    fileprivate static let referrerPolicy = name("Referrer-Policy")
    fileprivate static let crossOriginOpenerPolicy = name("Cross-Origin-Opener-Policy")

    private static func name(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}
