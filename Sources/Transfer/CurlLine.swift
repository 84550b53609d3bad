import CCurl

/// A way out with the connections it has open, used by one thread at a time; every call that drives a transfer is here.
@safe
final class CurlLine {
    private static let idleConnections = 2
    /// How long nothing is looked at while nothing arrives.
    private static let nap = Duration.milliseconds(200)

    let handle: CurlHandle
    /// False once a transfer has not gone through to its end.
    ///
    /// What libcurl keeps of one for a name that could not be looked up makes it refuse options of the next.
    private(set) var isSound = true
    private let multi: UnsafeMutableRawPointer

    init() throws(TransferError) {
        handle = try CurlHandle()
        guard let multi = unsafe curl_multi_init() else {
            throw TransferError(.invalid, "libcurl has no memory or descriptors left for another transfer")
        }
        unsafe self.multi = multi
        _ = unsafe marram_curl_limit_connections(multi, Self.idleConnections)
    }

    deinit { unsafe curl_multi_cleanup(multi) }

    /// Runs the transfer that the handle was set up for; returns what libcurl says of its end, nil when the receiver ended it.
    ///
    /// - Throws: what the watch found.
    func run(_ receiver: CurlReceiver, watch: inout TransferWatch) throws(TransferError) -> CurlHandle.Failure? {
        isSound = false
        try check(unsafe curl_multi_add_handle(multi, handle.raw))
        defer { unsafe curl_multi_remove_handle(multi, handle.raw) }
        while true {
            var running: Int32 = 0
            try check(unsafe curl_multi_perform(multi, &running))
            if let code = result() {
                guard receiver.failure == nil, !receiver.isEnough else { return nil }
                isSound = code == CURLE_OK
                return isSound ? nil : handle.failure(code)
            }
            if handle.isConnected { watch.connected() }
            try watch.check(bytes: receiver.count + handle.sent, held: receiver.held)
            let nap = min(Self.nap, watch.remaining ?? Self.nap)
            let milliseconds = Int32(max(1, nap / .milliseconds(1)))
            try check(unsafe curl_multi_poll(multi, nil, 0, milliseconds, nil))
        }
    }

    private func result() -> CURLcode? {
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(multi, &left) {
            let code = unsafe marram_curl_result(message)
            if code >= 0 { return CURLcode(rawValue: UInt32(code)) }
        }
        return nil
    }

    private func check(_ code: CURLMcode) throws(TransferError) {
        guard code != CURLM_OK else { return }
        throw TransferError(
            .unreachable,
            "libcurl cannot drive a transfer (\(code.rawValue)); memory or descriptors may be short"
        )
    }
}
