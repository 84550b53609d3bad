import Support
import Testing
import Transfer

@Suite("TLS")
struct TLSTests {
    private let path = "/model?token=secret"

    private func error(_ server: TLSServer, _ tls: TransferOptions.TLS, host: String = "localhost") async throws
        -> TransferError?
    {
        let client = HTTPClient(TransferOptions(tls: tls))
        return try await client.ask(HTTPRequest("GET", server.url("/model", host: host) + "?token=secret")).error
    }

    private func check(_ error: TransferError?, _ words: String, code: TransferError.Code = .tls) {
        #expect(error?.code == code && error?.message.contains(words) == true, "\(String(describing: error))")
        #expect(error?.isPassing == false && error?.message.contains("secret") == false)
    }

    @Test("[transfer-40] goes by the authorities that are named, and by name and address")
    func trusted() async throws {
        let certificates = try await TestCertificates()
        let server = try await TLSServer(certificates.server(), files: ["model": "bytes"])
        for host in ["localhost", "127.0.0.1"] {
            let client = HTTPClient(TransferOptions(tls: .init(authorities: certificates.authority)))
            #expect(
                try await client.ask(HTTPRequest("GET", server.url("/model", host: host))).get().body
                    == Array("bytes".utf8)
            )
        }
    }

    @Test("[transfer-41] refuses an authority that is not named, of the system's or of others")
    func unknownAuthority() async throws {
        let certificates = try await TestCertificates()
        let others = try await TestCertificates("Others")
        let server = try await TLSServer(certificates.server(), files: [:])
        check(try await error(server, .init()), "signed by no authority that this system believes")
        check(
            try await error(server, .init(authorities: others.authority)),
            "signed by no authority of \(others.authority)"
        )
    }

    @Test("[transfer-41] refuses another name")
    func wrongName() async throws {
        let certificates = try await TestCertificates()
        let server = try await TLSServer(certificates.server(["DNS:other.example"]), files: [:])
        check(try await error(server, .init(authorities: certificates.authority)), "is for another name")
    }

    @Test(
        "[transfer-41] refuses a certificate out of its time",
        arguments: [
            ("20200101000000Z", "20200102000000Z", "has expired"),
            ("20900101000000Z", "20900102000000Z", "not yet valid"),
        ]
    )
    func outOfTime(_ start: String, _ end: String, _ words: String) async throws {
        let certificates = try await TestCertificates()
        let server = try await TLSServer(certificates.server(from: start, until: end), files: [:])
        check(try await error(server, .init(authorities: certificates.authority)), words)
    }

    @Test("[transfer-42] refuses TLS older than 1.2")
    func oldVersion() async throws {
        let certificates = try await TestCertificates()
        let old = ["-tls1_1", "-cipher", "DEFAULT:@SECLEVEL=0"]
        let server = try await TLSServer(certificates.server(), files: [:], arguments: old)
        check(try await error(server, .init(authorities: certificates.authority)), "at least 1.2 is needed")
    }

    @Test("[transfer-43] shows the device's certificate where the server wants one", arguments: ["-tls1_2", "-tls1_3"])
    func clientCertificate(_ version: String) async throws {
        let certificates = try await TestCertificates()
        let client = try await certificates.client()
        let wanted = ["-Verify", "1", "-verify_return_error", "-CAfile", certificates.authority, version]
        let server = try await TLSServer(certificates.server(), files: ["model": "bytes"], arguments: wanted)
        let tls = TransferOptions.TLS(
            authorities: certificates.authority,
            certificate: client.certificate,
            key: client.key
        )
        #expect(
            try await HTTPClient(TransferOptions(tls: tls)).ask(HTTPRequest("GET", server.url("/model"))).get().status
                == 200
        )
        check(try await error(server, .init(authorities: certificates.authority)), "no client certificate was shown")
        let others = try await TestCertificates("Others")
        let stranger = try await others.client()
        let strange = TransferOptions.TLS(
            authorities: certificates.authority,
            certificate: stranger.certificate,
            key: stranger.key
        )
        check(try await error(server, strange), "the client certificate \(stranger.certificate) was refused")
        withExtendedLifetime(others) {}
    }

    @Test("[transfer-44] says which file is missing or holds something else")
    func files() async throws {
        let certificates = try await TestCertificates()
        let client = try await certificates.client()
        let other = try await certificates.client("n2")
        let text = try certificates.folder.write("no certificate\n", to: "text.pem")
        let server = try await TLSServer(certificates.server(), files: [:])
        let authority = certificates.authority
        check(try await error(server, .init(authorities: "/nowhere.pem")), "/nowhere.pem, is missing")
        check(try await error(server, .init(authorities: text)), "holds no certificate in PEM form")
        check(
            try await error(server, .init(authorities: authority, key: client.key)),
            "a client key without a certificate"
        )
        check(
            try await error(server, .init(authorities: authority, certificate: text, key: client.key)),
            "holds no client certificate"
        )
        check(
            try await error(server, .init(authorities: authority, certificate: client.certificate, key: other.key)),
            "is not the key of"
        )
        check(
            try await error(
                server,
                .init(authorities: authority, certificate: client.certificate, key: "/nowhere.key")
            ),
            "/nowhere.key, is missing"
        )
    }
}
