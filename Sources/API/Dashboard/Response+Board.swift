import Hummingbird
import NIOCore

extension Response {
    /// Makes an answer that nobody keeps: what it says is old at once.
    init(fresh body: ByteBuffer, contentType: String = "application/json", headers: HTTPFields = [:]) {
        var headers = headers
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-store"
        self.init(status: .ok, headers: headers, body: ResponseBody(byteBuffer: body))
    }
}

extension Refusal {
    /// The node has said nothing yet.
    static var silent: Refusal {
        Refusal(.serviceUnavailable, "the node starts; ask again in a second", headers: [.retryAfter: "1"])
    }
}
