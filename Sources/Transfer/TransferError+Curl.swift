import CCurl
import Foundation

extension TransferError {
    static let cancelled = TransferError(.cancelled, "the transfer was cancelled")
    static let noAnswer = TransferError(.protocolViolation, "the connection ended before there was an answer")

    /// Makes libcurl's failure one of ours.
    init(_ failure: CurlHandle.Failure, at address: WebAddress, proxy: ProxyChoice, options: TransferOptions) {
        let peer = proxy.place.map { "\(address), through \($0)," } ?? "\(address)"
        if failure.proxyStatus != 0, !(200..<300).contains(failure.proxyStatus) {
            self.init(
                .proxy,
                "the proxy \(proxy.place ?? "") answers \(failure.proxyStatus) and does not lead to \(address)"
            )
            return
        }
        if let error = Self.tls(failure, address, options.tls) {
            self = error
            return
        }
        switch failure.code {
        case CURLE_URL_MALFORMAT:
            self.init(.invalid, "\(address) is no URL that can be asked for")
        case CURLE_COULDNT_RESOLVE_PROXY:
            self.init(.proxy, "the proxy \(proxy.place ?? "") has no address; check its name and the name server")
        case CURLE_COULDNT_RESOLVE_HOST:
            self.init(.unreachable, "\(address.origin.host) has no address; check the name and the name server")
        case CURLE_COULDNT_CONNECT:
            self.init(
                .unreachable,
                "\(peer) cannot be connected\(Self.reason(failure)); check that it runs and may be reached"
            )
        case CURLE_OPERATION_TIMEDOUT:
            self.init(.unreachable, "\(peer) was not connected within \(options.connectTimeout)")
        case CURLE_GOT_NOTHING:
            self.init(.unreachable, "\(peer) closed the connection without an answer")
        case CURLE_RECV_ERROR where failure.detail.contains("chunk"), CURLE_PARTIAL_FILE:
            self.init(.protocolViolation, "\(peer) ended before all was sent that it had announced")
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR:
            self.init(.unreachable, "the connection to \(peer) broke\(Self.reason(failure))")
        case CURLE_OUT_OF_MEMORY:
            self.init(.tooLarge, "\(peer) sends a line of its head that is too long, or memory is short")
        case CURLE_PROXY:
            self.init(.proxy, "the proxy \(proxy.place ?? "") does not lead to \(address)")
        default:
            self.init(.protocolViolation, "\(peer) does not keep to HTTP (libcurl's code \(failure.code.rawValue))")
        }
    }

    private static func reason(_ failure: CurlHandle.Failure) -> String {
        guard failure.systemError != 0 else { return "" }
        return unsafe ": " + String(cString: strerror(failure.systemError))
    }
}
