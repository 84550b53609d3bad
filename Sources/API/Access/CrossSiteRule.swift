import HTTPTypes
import Hummingbird

/// Keeps pages of other sites from having a browser ask in its user's name.
enum CrossSiteRule {
    /// Refuses what a browser sends for another site.
    ///
    /// - Parameters:
    ///   - request: One that shows no token of its own.
    ///   - hasCookie: Whether it shows a session.
    /// - Throws: `Refusal`, 403.
    static func check(_ request: Request, hasCookie: Bool) throws(Refusal) {
        let headers = request.headers
        let site = headers[.secFetchSite]
        let isReading = request.method == .get || request.method == .head
        if site == "cross-site", !(isReading && headers[.secFetchMode] == "navigate") { throw foreign }
        if let origin = headers[.origin] {
            guard isOwn(origin, request.head.authority) else { throw foreign }
            return
        }
        if isReading { return }
        // Browsers name the origin of what changes something; a session is nothing that a program has.
        guard !hasCookie || site == "same-origin" else { throw foreign }
    }

    private static let foreign = Refusal(
        .forbidden,
        "this comes from a page of another site; use the page of this server, or a program with a token"
    )

    /// Whether an origin is where the request went.
    private static func isOwn(_ origin: String, _ authority: String?) -> Bool {
        guard let authority, let scheme = origin.firstRange(of: "://") else { return false }
        return origin[scheme.upperBound...].lowercased() == authority.lowercased()
    }
}

extension HTTPField.Name {
    static let secFetchSite = requestHeader("Sec-Fetch-Site")
    static let secFetchMode = requestHeader("Sec-Fetch-Mode")

    private static func requestHeader(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a header") }
        return name
    }
}
