import Support
import Testing

@testable import API

@Suite("Encryption")
struct EncryptionTests {
    @Test("is TLS where certificate and key are given, with cookies for it alone [access-11]")
    func tls() async throws {
        let certificates = try await TestCertificates()
        let pair = try await certificates.server()
        let tokens = try TokensFile()
        try await RoutedServer.serving(
            [EchoRoutes()],
            authority: certificates.authority,
            settings: {
                $0.tls = .init(certificate: pair.certificate, key: pair.key)
                $0.tokensFile = tokens.path
            },
            { server in
                #expect(server.address.hasPrefix("https://"))
                #expect(try await server.send("GET", "/hello").status == 401)
                let login = try await server.send("POST", "/api/login", json: #"{"token":"\#(tokens.chief.secret)"}"#)
                #expect(login.status == 200)
                #expect(login.header("Set-Cookie")?.hasSuffix("; Secure") == true)
                let body = [UInt8](repeating: 7, count: 300_000)
                let echoed = try await server.send("POST", "/echo", headers: tokens.headers(tokens.reader), body: body)
                #expect(echoed.bytes == body)
                // Whoever speaks without encryption learns nothing, and harms nobody.
                let plain = try await server.speak(.send("GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"), .hearAll)
                #expect(!plain.text.contains("hello"))
                #expect(try await server.send("GET", "/hello", headers: tokens.headers(tokens.reader)).status == 200)
            }
        )
    }

    @Test("and tokens are needed wherever other machines come in [access-12]")
    func needed() {
        var settings = APISettings(host: "0.0.0.0", port: 0)
        #expect(settings.problem?.contains("api.tls") == true)
        settings.tls = .init(certificate: "c", key: "k")
        #expect(settings.problem?.contains("api.tokens_file") == true)
        settings.tokensFile = "t"
        #expect(settings.problem == nil)
        for host in ["localhost", "127.0.0.1", "::1"] { #expect(APISettings(host: host, port: 0).problem == nil) }
        for host in ["", "::", "192.168.1.4", "127.evil.example"] {
            #expect(APISettings(host: host, port: 0).problem != nil)
        }
    }
}
