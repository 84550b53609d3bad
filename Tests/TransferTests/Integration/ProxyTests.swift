import Support
import Testing
import Transfer

@Suite("Proxies")
struct ProxyTests {
    private let header = [HTTPRequest.Header("Authorization", "Bearer secret")]

    private func proxy() throws -> StandInServer {
        try StandInServer { request, line in
            guard request.method == "CONNECT" else { return _ = line.answer(body: Array("proxied".utf8)) }
            line.send("HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n")
            line.tunnel(to: Int(request.target.split(separator: ":").last ?? "") ?? 0)
            line.close()
        }
    }

    @Test("[transfer-52] of the environment are given the whole URL")
    func plain() async throws {
        let proxy = try proxy()
        let client = HTTPClient(environment: ["http_proxy": proxy.url()])
        let answer = try await client.ask(HTTPRequest("GET", "http://far.invalid/a", headers: header)).get()
        #expect(answer.body == Array("proxied".utf8) && proxy.requests.value.first?.target == "http://far.invalid/a")
    }

    @Test("[transfer-52] lead to an https server without seeing what goes through")
    func tunnel() async throws {
        let proxy = try proxy()
        let certificates = try await TestCertificates()
        let server = try await TLSServer(certificates.server(), files: ["a": "through"])
        let client = HTTPClient(
            TransferOptions(
                tls: .init(authorities: certificates.authority),
                proxy: .url("http://me:pw@127.0.0.1:\(proxy.port)")
            )
        )
        let answer = try await client.ask(HTTPRequest("GET", server.url("/a"), headers: header)).get()
        let seen = try #require(proxy.requests.value.first)
        #expect(answer.body == Array("through".utf8) && answer.header("X-Proxy") == nil)
        #expect(
            seen.method == "CONNECT" && seen.target == "localhost:\(server.port)" && seen.header("Authorization") == nil
        )
        #expect(seen.header("Proxy-Authorization") == "Basic bWU6cHc=")
    }

    @Test(
        "[transfer-52] are left out by no_proxy, by choice, and where none is named",
        arguments: ["no_proxy", "none", "empty"]
    )
    func exceptions(_ kind: String) async throws {
        let proxy = try proxy()
        let server = try StandInServer { _, line in line.answer(body: Array("straight".utf8)) }
        var environment = ["http_proxy": kind == "empty" ? "" : proxy.url()]
        if kind == "no_proxy" { environment["no_proxy"] = "other.invalid,127.0.0.1" }
        let client = HTTPClient(TransferOptions(proxy: kind == "none" ? .none : .environment), environment: environment)
        #expect(try await client.ask(HTTPRequest("GET", server.url())).get().body == Array("straight".utf8))
        #expect(proxy.connections == 0)
    }

    @Test("[transfer-53] that refuse are told of without credentials", arguments: [403, 407, 502])
    func refused(_ status: Int) async throws {
        let proxy = try StandInServer { _, line in
            line.answer(status, headers: ["Proxy-Authenticate": "Basic"])
            line.close()
        }
        let client = HTTPClient(TransferOptions(proxy: .url("http://me:secret@127.0.0.1:\(proxy.port)")))
        let error = try await client.ask(HTTPRequest("GET", "https://far.invalid/a?token=secret")).error
        #expect(error?.code == .proxy && error?.message.contains("\(status)") == true && error?.isPassing == true)
        #expect(
            error?.message.contains("secret") == false && error?.message.contains("127.0.0.1:\(proxy.port)") == true
        )
    }

    @Test("[transfer-53] that want a password on a plain request are told of")
    func password() async throws {
        let proxy = try StandInServer { _, line in line.answer(407, headers: ["Proxy-Authenticate": "Basic"]) }
        let client = HTTPClient(TransferOptions(proxy: .url(proxy.url())))
        #expect(try await client.ask(HTTPRequest("GET", "http://far.invalid/a")).error?.code == .proxy)
    }

    @Test("[transfer-53] that are away are named")
    func away() async throws {
        let client = HTTPClient(TransferOptions(proxy: .url("http://me:secret@no.such.proxy.invalid:1")))
        let error = try await client.ask(HTTPRequest("GET", "http://far.invalid/")).error
        #expect(error?.code == .proxy && error?.message.contains("no.such.proxy.invalid") == true)
        #expect(error?.message.contains("secret") == false)
    }
}
