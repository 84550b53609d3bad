import HTTPTypes
import Hummingbird
import Logging

/// Says who asks, and what he may do.
final class Access: Sendable {
    /// nil: whoever reaches the port is an operator.
    let tokens: TokenFile?
    let sessions: Sessions
    let logins: LoginLimit
    /// Whether cookies go over TLS alone.
    let isSecure: Bool
    private let rule = AccessRule()

    /// Reads the tokens.
    ///
    /// - Throws: they cannot be read.
    init(
        _ settings: APISettings,
        logger: Logger,
        now: @escaping @Sendable () -> ContinuousClock.Instant = { .now }
    ) throws(AccessError) {
        tokens =
            if let path = settings.tokensFile { try TokenFile(path: path, logger: logger, now: now) } else { nil }
        sessions = Sessions(now: now)
        logins = LoginLimit(most: settings.patience.logins, now: now)
        isSecure = settings.tls != nil
    }

    /// Notes in `context` who asks.
    ///
    /// - Throws: `Refusal`: 401 where that must be known and is not, 403 for what another site sends, 421 for another host.
    func identify(_ request: Request, _ context: inout APIContext) throws(Refusal) {
        guard let tokens else {
            try checkHost(request)
            try CrossSiteRule.check(request, hasCookie: false)
            context.role = .operator
            return
        }
        let shown = Self.bearer(in: request)
        let session = shown == nil ? SessionCookie.secret(in: request.headers[values: .cookie]) : nil
        if shown == nil { try CrossSiteRule.check(request, hasCookie: session != nil) }
        let entry =
            if let shown { tokens.entry(of: shown) } else if let session {
                sessions.token(of: session).flatMap { tokens.entry(of: $0) }
            } else { TokenList.Entry?.none }
        context.role = entry?.role
        context.name = entry?.name
        guard entry == nil, !rule.isOpen(request.uri.path) else { return }
        throw shown == nil ? .unknown : Self.wrongToken
    }

    /// A page that another name was rebound for asks this machine under that name.
    private func checkHost(_ request: Request) throws(Refusal) {
        guard let authority = request.head.authority, !Loopback.isAuthority(authority) else { return }
        throw Refusal(
            .misdirectedRequest,
            "without tokens this is served to this machine alone, under localhost or 127.0.0.1; for other names set "
                + "api.tokens_file, or have the proxy send 'Host: localhost'"
        )
    }

    private static let wrongToken = Refusal(
        .unauthorized,
        "this token is not known here; 'marram token' makes one",
        headers: [.wwwAuthenticate: "Bearer realm=\"marram\", error=\"invalid_token\""]
    )

    /// The token that a request shows; empty where it shows another thing.
    private static func bearer(in request: Request) -> String? {
        guard let shown = request.headers[.authorization] else { return nil }
        let scheme = "bearer "
        return shown.prefix(scheme.utf8.count).lowercased() == scheme ? String(shown.dropFirst(scheme.utf8.count)) : ""
    }
}
