/// Why a request or a download failed, and the remedy.
public struct TransferError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is; it says whether trying again can help.
    public enum Code: String, Sendable, Hashable {
        /// The URL, a header or an option cannot be used.
        case invalid
        /// The host has no address, nobody listens, or the connection broke.
        case unreachable
        /// TLS: the certificate, the name, the protocol, or our own certificate.
        case tls
        /// The proxy refused.
        case proxy
        /// More bytes than allowed or announced.
        case tooLarge
        /// Slower than the lowest speed for the time allowed.
        case tooSlow
        /// The deadline passed.
        case deadline
        /// Whoever asked has changed their mind.
        case cancelled
        /// It broke HTTP: fewer bytes than announced, a range that was not asked for, a redirect that may not be followed.
        case protocolViolation
        /// Redirects do not end, lead to no web address, or from https to http.
        case misdirected
        /// A redirect leads where whoever asked does not want to go.
        case strayed
        /// Whoever takes the bytes refused them.
        case refused
        /// The file that is sent is another than it was when it was opened.
        case changed
    }

    /// What kind of failure it is.
    public let code: Code
    /// What was found, what was expected, and how to mend it; without secrets and query strings.
    public let message: String

    /// Makes an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }

    /// True when the same request may succeed later.
    public var isPassing: Bool {
        switch code {
        case .unreachable, .tooSlow, .protocolViolation, .proxy: true
        case .invalid, .tls, .tooLarge, .deadline, .cancelled, .misdirected, .strayed, .refused, .changed: false
        }
    }
}
