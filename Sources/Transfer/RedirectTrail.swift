/// Where a request goes, redirect by redirect, and what it takes along.
struct RedirectTrail {
    private static let followed: Set<Int> = [301, 302, 303, 307, 308]

    private(set) var address: WebAddress
    /// The headers that whoever asked has given; none once another origin is asked.
    private(set) var headers: [HTTPRequest.Header]
    private let canFollow: Bool
    private let limit: Int
    private let objection: (String) -> String?
    private var steps = 0

    /// Begins at a request; `objection` says of a URL why it may not be followed to, nil: it may.
    init(
        _ request: HTTPRequest,
        limit: Int,
        objection: @escaping (String) -> String? = { _ in nil }
    ) throws(TransferError) {
        address = try WebAddress(request.url)
        headers = request.headers
        canFollow = limit > 0 && (request.method == "GET" || request.method == "HEAD")
        self.limit = limit
        self.objection = objection
    }

    /// True when an answer is not the one that was asked for but says where it is.
    func leadsOn(_ head: ResponseHead) -> Bool {
        canFollow && Self.followed.contains(head.status) && head.headers.first(named: "location") != nil
    }

    /// Goes where an answer that leads on points to.
    ///
    /// - Throws: `misdirected`: too many steps, no web address, https to http; `strayed`: where it may not.
    mutating func follow(_ head: ResponseHead) throws(TransferError) {
        guard steps < limit else {
            throw TransferError(.misdirected, "\(address) redirects once more after \(limit) redirects")
        }
        let next = try address.resolve(head.headers.first(named: "location") ?? "")
        if let reason = objection(next.text) { throw TransferError(.strayed, reason) }
        if next.origin != address.origin { headers = [] }
        address = next
        steps += 1
    }
}
