import NIOCore
import NIOHTTP1

/// What the head of a request must be before anything looks at it.
struct RequestHeadRule {
    /// Bytes of a request's target.
    static let targetBytes = 8 << 10

    let bodyLimit: Int

    /// Why a head is refused; nil: it is not.
    func refusal(of head: HTTPRequestHead) -> (HTTPResponseStatus, String)? {
        guard head.uri.utf8.count <= Self.targetBytes else {
            return (.uriTooLong, "the path with its query is longer than \(Self.targetBytes) bytes")
        }
        if head.version == .http1_1, head.headers["Host"].count != 1 {
            return (.badRequest, "expected one Host header, there are \(head.headers["Host"].count)")
        }
        return lengthRefusal(of: head) ?? expectRefusal(of: head)
    }

    private func lengthRefusal(of head: HTTPRequestHead) -> (HTTPResponseStatus, String)? {
        let encodings = head.headers["Transfer-Encoding"]
        let lengths = head.headers["Content-Length"]
        if !encodings.isEmpty {
            guard lengths.isEmpty else {
                return (.badRequest, "Content-Length and Transfer-Encoding contradict one another; send one of them")
            }
            guard encodings.count == 1, encodings[0].lowercased() == "chunked", head.version == .http1_1 else {
                return (.notImplemented, "expected Transfer-Encoding: chunked, of HTTP/1.1, and nothing else")
            }
        }
        guard lengths.count <= 1 else { return (.badRequest, "there are \(lengths.count) Content-Length headers") }
        if let length = lengths.first.flatMap({ Int($0) }), length > bodyLimit {
            return (.payloadTooLarge, RequestError.tooLarge(length, limit: bodyLimit).message)
        }
        return nil
    }

    private func expectRefusal(of head: HTTPRequestHead) -> (HTTPResponseStatus, String)? {
        let expectations = head.headers["Expect"]
        guard expectations.allSatisfy({ $0.lowercased() == "100-continue" }) else {
            return (.expectationFailed, "expected 'Expect: 100-continue', or none")
        }
        return nil
    }

    /// What is said of what cannot be parsed.
    static func refusal(of error: HTTPParserError) -> (HTTPResponseStatus, String) {
        switch error {
        case .headerOverflow:
            (
                .requestHeaderFieldsTooLarge,
                "the headers are too large; at most \(APIChannel.fields), \(APIChannel.fieldBytes) bytes each, "
                    + "\(APIChannel.headBytes) together"
            )
        case .invalidEOFState: (.badRequest, "the request ends before its length is reached")
        case .invalidVersion: (.badRequest, "expected HTTP/1.1 or HTTP/1.0")
        case .invalidMethod: (.badRequest, "the request begins with no method of HTTP; is this TLS on a port without?")
        case .invalidChunkSize: (.badRequest, "the size of a chunk is no hexadecimal number")
        case .invalidContentLength, .unexpectedContentLength: (.badRequest, "Content-Length is not usable")
        case .invalidHeaderToken: (.badRequest, "a header line is malformed")
        case .invalidURL: (.badRequest, "the path is malformed; percent-encode what a URL cannot hold")
        default: (.badRequest, "this is not a request of HTTP/1.1")
        }
    }
}
