import Support
import Testing

@testable import API

@Suite("Pages of other sites")
struct CrossSiteTests {
    /// Headers, and the status of a POST and of a GET with them.
    private static let cases: [([String: String], Int, Int)] = [
        ([:], 200, 200), (["Origin": "SELF"], 200, 200), (["Origin": "http://evil.example"], 403, 403),
        (["Origin": "null"], 403, 403), (["Origin": "http://localhost:1"], 403, 403),
        (["Sec-Fetch-Site": "cross-site"], 403, 403),
        (["Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"], 403, 200),
        (["Sec-Fetch-Site": "same-origin", "Origin": "SELF"], 200, 200),
        (["Sec-Fetch-Site": "none"], 200, 200),
    ]

    @Test("cannot ask for anything where there are no tokens [access-9]", arguments: cases)
    func loopback(headers: [String: String], post: Int, get: Int) async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let headers = headers.mapValues { $0 == "SELF" ? server.address : $0 }
            let posted = try await server.send("POST", "/operate", headers: headers)
            #expect(posted.status == post)
            let got = try await server.send("GET", "/hello", headers: headers)
            #expect(got.status == get)
        }
    }

    @Test("cannot use a session [access-9]")
    func session() async throws {
        let tokens = try TokensFile()
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.tokensFile = tokens.path }) { server in
            let login = try await server.send("POST", "/api/login", json: #"{"token":"\#(tokens.chief.secret)"}"#)
            let cookie = try #require(login.header("Set-Cookie")?.split(separator: ";").first)
            for (others, expected) in [
                ([:], 403), (["Origin": server.address], 200), (["Origin": "http://evil.example"], 403),
                (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "same-site"], 403),
            ] {
                let headers = ["Cookie": String(cookie)].merging(others) { $1 }
                #expect(try await server.send("POST", "/operate", headers: headers).status == expected)
            }
            let program = tokens.headers(tokens.chief).merging(["Origin": "http://another.example"]) { $1 }
            #expect(try await server.send("POST", "/operate", headers: program).status == 200)
            let planted = try await server.send(
                "POST",
                "/api/login",
                headers: ["Origin": "http://evil.example"],
                json: #"{"token":"\#(tokens.chief.secret)"}"#
            )
            #expect(planted.status == 403)
        }
    }

    @Test("whose name was rebound to this machine get 421 [access-10]")
    func rebinding() async throws {
        try await RoutedServer.serving([EchoRoutes()]) { server in
            let rebound = try await server.speak(
                .send("GET /hello HTTP/1.1\r\nHost: evil.example:\(server.port)\r\nConnection: close\r\n\r\n"),
                .hearAll
            )
            #expect(rebound.statuses == ["421"])
            #expect(rebound.text.contains("api.tokens_file"))
        }
    }

    @Test(
        "are told from this machine by the host's name [access-10]",
        arguments: [
            ("localhost", true), ("LOCALHOST:8080", true), ("127.0.0.1:1", true), ("127.9.9.9", true),
            ("[::1]:80", true),
            ("[::1]", true), ("localhost.", true), ("localhost.evil.example", false), ("127.0.0.1.evil.example", false),
            ("127.0.0", false), ("127.0.0.256", false), ("0.0.0.0", false), ("[::2]", false), ("", false),
            ("127..0.1", false), ("127.+0.0.1", false), ("127.0.0.1.", false), ("127.0.0.2:+80", false),
            ("127.0.0.2:80", true),
            ("localhost:x", false), ("[::1]x", false), ("192.168.1.1", false), ("127.0.0.1:80:80", false),
        ]
    )
    func names(authority: String, isHere: Bool) { #expect(Loopback.isAuthority(authority) == isHere) }
}
