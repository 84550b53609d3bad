import CCurl

/// A list of header lines in libcurl's form.
@safe
struct CurlLines: ~Copyable {
    private(set) var raw: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) throws(TransferError) {
        unsafe raw = nil
        for line in lines {
            guard let longer = unsafe curl_slist_append(raw, line) else {
                throw TransferError(.invalid, "there is no memory for a header")
            }
            unsafe raw = longer
        }
    }

    deinit { unsafe curl_slist_free_all(raw) }
}
