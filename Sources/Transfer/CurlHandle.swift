import CCurl

/// One of libcurl's transfers; every call that sets or asks something of it is in this file.
@safe
struct CurlHandle: ~Copyable {
    /// What libcurl says of a failure.
    struct Failure {
        let code: CURLcode
        /// In its own words, or empty.
        let detail: String
        /// What became of the server's certificate, by OpenSSL's numbers; 0: nothing was wrong with its signatures.
        let certificate: Int
        /// The status that a proxy answered CONNECT with; 0: none.
        let proxyStatus: Int
        /// errno of the connection; 0: none.
        let systemError: Int32
    }

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    let raw: UnsafeMutableRawPointer
    private let words: UnsafeMutablePointer<CChar>

    init() throws(TransferError) {
        guard Self.isReady, let raw = unsafe curl_easy_init() else {
            throw TransferError(
                .invalid,
                "libcurl does not start; check that libcurl4 and its OpenSSL are installed whole"
            )
        }
        unsafe self.raw = raw
        unsafe words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        unsafe curl_easy_cleanup(raw)
        unsafe words.deallocate()
    }

    /// Forgets all options but keeps the connections.
    func reset() throws(TransferError) {
        unsafe curl_easy_reset(raw)
        unsafe words.pointee = 0
        try check(unsafe marram_curl_set_context(raw, CURLOPT_ERRORBUFFER, words), CURLOPT_ERRORBUFFER)
        try check(unsafe marram_curl_only_http(raw), CURLOPT_PROTOCOLS_STR)
        try check(unsafe marram_curl_leave_lookups(raw), CURLOPT_QUICK_EXIT)
        try check(unsafe marram_curl_keep_sockets(raw), CURLOPT_OPENSOCKETFUNCTION)
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(unsafe marram_curl_set_long(raw, option, value), option)
    }

    /// Sets a text; nil: that there is none, not even the library's own.
    func set(_ option: CURLoption, _ value: String?) throws(TransferError) {
        guard let value else {
            try check(unsafe marram_curl_set_text(raw, option, nil), option)
            return
        }
        try check(unsafe marram_curl_set_text(raw, option, value), option)
    }

    /// Sets the body that is sent; it is copied.
    func setBody(_ bytes: [UInt8]) throws(TransferError) {
        try check(
            unsafe marram_curl_set_size(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count)),
            CURLOPT_POSTFIELDS
        )
        let code = unsafe bytes.withUnsafeBytes { buffer in
            unsafe marram_curl_set_bytes(raw, CURLOPT_COPYPOSTFIELDS, buffer.baseAddress ?? UnsafeRawPointer(words))
        }
        try check(code, CURLOPT_COPYPOSTFIELDS)
    }

    /// Sets who gives the body that is sent, and its length; it has to live until the transfer has ended.
    func setSender(_ sender: PartSender) throws(TransferError) {
        let context = unsafe Unmanaged.passUnretained(sender).toOpaque()
        let give: curl_read_callback = { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return Int(CURL_READFUNC_ABORT) }
            let sender = unsafe Unmanaged<PartSender>.fromOpaque(context).takeUnretainedValue()
            let room = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
            return unsafe sender.give(room) ?? Int(CURL_READFUNC_ABORT)
        }
        let seek: curl_seek_callback = { context, offset, origin in
            guard let context = unsafe context, origin == SEEK_SET else { return CURL_SEEKFUNC_FAIL }
            let sender = unsafe Unmanaged<PartSender>.fromOpaque(context).takeUnretainedValue()
            return sender.seek(Int64(offset)) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
        }
        try set(CURLOPT_UPLOAD, 1)
        try check(unsafe marram_curl_set_context(raw, CURLOPT_READDATA, context), CURLOPT_READDATA)
        try check(unsafe marram_curl_set_context(raw, CURLOPT_SEEKDATA, context), CURLOPT_SEEKDATA)
        try check(unsafe marram_curl_set_giver(raw, give), CURLOPT_READFUNCTION)
        try check(unsafe marram_curl_set_seeker(raw, seek), CURLOPT_SEEKFUNCTION)
        try check(
            unsafe marram_curl_set_size(raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(sender.part.length)),
            CURLOPT_INFILESIZE_LARGE
        )
    }

    /// Sets the lines that are sent; they have to live until the transfer has ended.
    func setLines(_ lines: borrowing CurlLines) throws(TransferError) {
        try check(unsafe marram_curl_set_lines(raw, CURLOPT_HTTPHEADER, lines.raw), CURLOPT_HTTPHEADER)
        try set(CURLOPT_HEADEROPT, Int(CURLHEADER_SEPARATE))
    }

    /// Sets who is called back; it has to live until the transfer has ended.
    func setReceiver(_ receiver: CurlReceiver) throws(TransferError) {
        let context = unsafe Unmanaged.passUnretained(receiver).toOpaque()
        try check(unsafe marram_curl_set_context(raw, CURLOPT_HEADERDATA, context), CURLOPT_HEADERDATA)
        try check(unsafe marram_curl_set_context(raw, CURLOPT_WRITEDATA, context), CURLOPT_WRITEDATA)
        let takeLine: curl_write_callback = { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let receiver = unsafe Unmanaged<CurlReceiver>.fromOpaque(context).takeUnretainedValue()
            let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return receiver.takeLine(unsafe Array(line)) ? size * count : 0
        }
        let takePiece: curl_write_callback = { bytes, size, count, context in
            guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
            let receiver = unsafe Unmanaged<CurlReceiver>.fromOpaque(context).takeUnretainedValue()
            let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
            return receiver.takePiece(unsafe piece.bytes) ? size * count : 0
        }
        try check(unsafe marram_curl_set_taker(raw, CURLOPT_HEADERFUNCTION, takeLine), CURLOPT_HEADERFUNCTION)
        try check(unsafe marram_curl_set_taker(raw, CURLOPT_WRITEFUNCTION, takePiece), CURLOPT_WRITEFUNCTION)
    }

    /// True once the connection stands and the request goes out.
    var isConnected: Bool { size(CURLINFO_PRETRANSFER_TIME_T) > 0 }
    /// Bytes of the body that were sent.
    var sent: Int64 { size(CURLINFO_SIZE_UPLOAD_T) }

    func failure(_ code: CURLcode) -> Failure {
        Failure(
            code: code,
            detail: unsafe String(cString: words),
            certificate: long(CURLINFO_SSL_VERIFYRESULT),
            proxyStatus: long(CURLINFO_HTTP_CONNECTCODE),
            systemError: Int32(truncatingIfNeeded: long(CURLINFO_OS_ERRNO))
        )
    }

    private func size(_ info: CURLINFO) -> Int64 {
        var value: curl_off_t = 0
        return unsafe marram_curl_get_size(raw, info, &value) == CURLE_OK ? Int64(value) : 0
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        return unsafe marram_curl_get_long(raw, info, &value) == CURLE_OK ? value : 0
    }

    private func check(_ code: CURLcode, _ option: CURLoption) throws(TransferError) {
        guard code != CURLE_OK else { return }
        throw TransferError(
            .invalid,
            "libcurl refuses option \(option.rawValue) (\(code.rawValue)); it may be built without it"
        )
    }
}
