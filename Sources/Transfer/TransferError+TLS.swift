import CCurl

extension TransferError {
    /// What TLS failed of; nil where it was something else.
    static func tls(
        _ failure: CurlHandle.Failure,
        _ address: WebAddress,
        _ tls: TransferOptions.TLS
    ) -> TransferError? {
        switch failure.code {
        case CURLE_PEER_FAILED_VERIFICATION: peer(failure, address, tls)
        case CURLE_SSL_CERTPROBLEM: own(failure, tls)
        case CURLE_SSL_CACERT_BADFILE:
            TransferError(
                .tls,
                "the file of authorities, \(tls.authorities ?? "the system's"), holds no certificate in PEM form"
            )
        case CURLE_SSL_CONNECT_ERROR, CURLE_RECV_ERROR, CURLE_SEND_ERROR: handshake(failure, address, tls)
        case CURLE_SSL_CIPHER, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
            TransferError(.tls, "TLS with \(address.origin.host) failed: \(said(failure))")
        default: nil
        }
    }

    /// The numbers are OpenSSL's (X509_V_ERR_…).
    private static func peer(
        _ failure: CurlHandle.Failure,
        _ address: WebAddress,
        _ tls: TransferOptions.TLS
    ) -> TransferError {
        let host = address.origin.host
        let authorities = tls.authorities.map { "of \($0)" } ?? "that this system believes"
        let message =
            switch failure.certificate {
            // 1 is what libcurl begins with: it compares names first.
            case 0,
                1 where failure.detail.contains("subject name"):
                "the certificate of \(host) is for another name; ask for the name that stands in it"
            case 9: "the certificate of \(host) is not yet valid; check this device's clock"
            case 10: "the certificate of \(host) has expired; renew it there, or check this device's clock"
            case 2, 18, 19, 20, 21:
                "the certificate of \(host) is signed by no authority \(authorities); name its authority's file (tls: ca)"
            case 23: "the certificate of \(host) has been revoked"
            default:
                "the certificate of \(host) cannot be believed (OpenSSL's reason \(failure.certificate)): \(said(failure))"
            }
        return TransferError(.tls, message)
    }

    private static func own(_ failure: CurlHandle.Failure, _ tls: TransferOptions.TLS) -> TransferError {
        let certificate = tls.certificate ?? ""
        guard failure.detail.contains("private key") || failure.detail.contains("Private key") else {
            return TransferError(.tls, "\(certificate) holds no client certificate in PEM form")
        }
        return TransferError(
            .tls,
            "\(tls.key ?? certificate) is not the key of \(certificate), is no PEM file, or is protected by a password"
        )
    }

    private static func handshake(
        _ failure: CurlHandle.Failure,
        _ address: WebAddress,
        _ tls: TransferOptions.TLS
    ) -> TransferError? {
        let host = address.origin.host
        let detail = failure.detail
        if detail.contains("alert") {
            if detail.contains("protocol version") {
                return TransferError(
                    .tls,
                    "\(host) and this device have no TLS version in common; at least 1.2 is needed"
                )
            }
            let ours =
                tls.certificate.map { "the client certificate \($0) was refused" } ?? "no client certificate was shown"
            return TransferError(.tls, "\(host) refused TLS; \(ours): \(said(failure))")
        }
        guard failure.code == CURLE_SSL_CONNECT_ERROR, !isBroken(detail) else { return nil }
        if detail.contains("unsupported protocol") {
            return TransferError(.tls, "\(host) and this device have no TLS version in common; at least 1.2 is needed")
        }
        return TransferError(.tls, "TLS with \(host) failed: \(said(failure))")
    }

    /// The line broke, which says nothing of TLS.
    private static func isBroken(_ detail: String) -> Bool {
        detail.contains("SYSCALL") || detail.contains("unexpected eof") || detail.contains("reset by peer")
    }

    /// libcurl's own words, which hold names of hosts and files and OpenSSL's reasons.
    private static func said(_ failure: CurlHandle.Failure) -> String {
        failure.detail.isEmpty ? "no reason was given" : String(failure.detail.prefix(200))
    }
}
