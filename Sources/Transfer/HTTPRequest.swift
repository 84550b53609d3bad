/// A request, as it goes over the wire; its URL is checked when it is sent.
public struct HTTPRequest: Sendable {
    /// One line of a head.
    public struct Header: Sendable, Hashable {
        /// Its name, in whatever case.
        public var name: String
        /// What it says.
        public var value: String

        /// Makes a line; one with a line break is refused when it is sent.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// `GET`, `HEAD`, `PUT`, `POST`, `DELETE` or `PATCH`.
    public var method: String
    /// `http:` or `https:`, percent-encoded, sent as it is: no dot segments are taken out.
    public var url: String
    /// Beside those that HTTP itself needs; all of them are dropped when a redirect leads to another origin.
    public var headers: [Header]
    /// Sent with its length.
    public var body: [UInt8]

    /// Makes a request.
    public init(_ method: String = "GET", _ url: String, headers: [Header] = [], body: [UInt8] = []) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}
