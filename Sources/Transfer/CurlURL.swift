import CCurl

/// A URL in libcurl's hands; every call into its URL reader is in this file.
@safe
struct CurlURL: ~Copyable {
    enum Reading {
        case done, hasUser, unusable
    }

    private let raw: OpaquePointer

    init() throws(TransferError) {
        guard let raw = unsafe curl_url() else { throw TransferError(.invalid, "there is no memory to read a URL") }
        unsafe self.raw = raw
    }

    deinit { unsafe curl_url_cleanup(raw) }

    /// Takes an absolute URL as it is.
    func read(_ text: String) -> Reading {
        set(text, flags: UInt32(CURLU_PATH_AS_IS | CURLU_DISALLOW_USER))
    }

    /// Takes a proxy's URL: any scheme, and a user.
    func readProxy(_ text: String) -> Reading {
        set(text, flags: UInt32(CURLU_NON_SUPPORT_SCHEME))
    }

    /// Goes on from the URL that was read to another or to one relative to it, as servers write them.
    func follow(_ location: String) -> Reading {
        set(location, flags: UInt32(CURLU_PATH_AS_IS | CURLU_DISALLOW_USER | CURLU_URLENCODE))
    }

    var text: String? { part(CURLUPART_URL) }
    var scheme: String? { part(CURLUPART_SCHEME) }
    var host: String? { part(CURLUPART_HOST) }
    /// The scheme's own where the URL names none.
    var port: String? { part(CURLUPART_PORT, flags: UInt32(CURLU_DEFAULT_PORT)) }
    var path: String? { part(CURLUPART_PATH) }

    private func set(_ text: String, flags: UInt32) -> Reading {
        switch unsafe curl_url_set(raw, CURLUPART_URL, text, flags) {
        case CURLUE_OK: .done
        case CURLUE_USER_NOT_ALLOWED: .hasUser
        default: .unusable
        }
    }

    private func part(_ part: CURLUPart, flags: UInt32 = 0) -> String? {
        var found: UnsafeMutablePointer<CChar>?
        guard unsafe curl_url_get(raw, part, &found, flags) == CURLUE_OK, let text = unsafe found else { return nil }
        defer { unsafe curl_free(text) }
        return unsafe String(cString: text)
    }
}
