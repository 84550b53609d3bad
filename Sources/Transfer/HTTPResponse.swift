/// An answer, its body bounded.
public struct HTTPResponse: Sendable {
    /// 100 to 599.
    public let status: Int
    /// In order, names as the server wrote them.
    public let headers: [HTTPRequest.Header]
    /// All of it.
    public let body: [UInt8]

    /// Makes an answer.
    public init(status: Int, headers: [HTTPRequest.Header], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first value of a header, whatever its case.
    public func header(_ name: String) -> String? { headers.first(named: name) }
}

extension [HTTPRequest.Header] {
    func first(named name: String) -> String? {
        let name = name.lowercased()
        return first { $0.name.lowercased() == name }?.value
    }
}
