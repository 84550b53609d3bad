import CCurl

extension CurlHandle {
    /// What the server's bytes are read into at once.
    private static let buffer = 512 * 1024
    /// The same where a file is sent: answers are short then, and many requests are under way at once.
    private static let smallBuffer = 16 * 1024
    /// What the bytes of a file are read into before they go.
    private static let outgoing = 128 * 1024

    /// Sets up how to reach an address, and what is asked there; the lines have to live until the transfer has ended.
    func prepare(
        _ request: HTTPRequest,
        from sender: PartSender?,
        at address: WebAddress,
        lines: borrowing CurlLines,
        proxy: ProxyChoice,
        options: TransferOptions
    ) throws(TransferError) {
        try reset()
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_URL, address.text)
        try set(CURLOPT_PATH_AS_IS, 1)
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        try set(CURLOPT_BUFFERSIZE, sender == nil ? Self.buffer : Self.smallBuffer)
        try set(CURLOPT_USERAGENT, options.userAgent)
        try set(CURLOPT_CONNECTTIMEOUT_MS, max(1, Int(options.connectTimeout / .milliseconds(1))))
        try setMethod(request, sender)
        try setLines(lines)
        try set(proxy)
        try set(options.tls)
    }

    private func setMethod(_ request: HTTPRequest, _ sender: PartSender?) throws(TransferError) {
        if let sender {
            try setSender(sender)
            try set(CURLOPT_UPLOAD_BUFFERSIZE, Self.outgoing)
            return try set(CURLOPT_CUSTOMREQUEST, request.method)
        }
        switch request.method {
        case "GET": try set(CURLOPT_HTTPGET, 1)
        case "HEAD": try set(CURLOPT_NOBODY, 1)
        case "DELETE" where request.body.isEmpty: try set(CURLOPT_CUSTOMREQUEST, request.method)
        default:
            try setBody(request.body)
            try set(CURLOPT_CUSTOMREQUEST, request.method)
        }
    }

    /// Empty texts keep libcurl from looking into the environment by itself.
    private func set(_ proxy: ProxyChoice) throws(TransferError) {
        try set(CURLOPT_PROXY, proxy.url)
        try set(CURLOPT_NOPROXY, proxy.exceptions)
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    private func set(_ tls: TransferOptions.TLS) throws(TransferError) {
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        if let authorities = tls.authorities {
            try set(CURLOPT_CAINFO, authorities)
            try set(CURLOPT_CAPATH, nil)
            try set(CURLOPT_PROXY_CAINFO, authorities)
            try set(CURLOPT_PROXY_CAPATH, nil)
        }
        guard let certificate = tls.certificate else { return }
        try set(CURLOPT_SSLCERT, certificate)
        try set(CURLOPT_SSLKEY, tls.key ?? certificate)
        // Without a password of its own OpenSSL would ask for one at the terminal.
        try set(CURLOPT_KEYPASSWD, "")
    }
}
