import Cryptography
import Foundation
import Support
import Testing

@testable import API

@Suite("Sessions")
struct SessionTests {
    private static func cookie(_ answer: RoutedServer.Answer) -> String? {
        answer.header("Set-Cookie")?.split(separator: ";").first.map(String.init)
    }

    @Test("begin with a token and end with a logout [access-6]")
    func course() async throws {
        let tokens = try TokensFile()
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.tokensFile = tokens.path }) { server in
            let before = try await server.send("GET", "/api/session")
            #expect(before.body == #"{"login":true,"name":null,"role":null}"#)
            let login = try await server.send("POST", "/api/login", json: #"{"token":"\#(tokens.reader.secret)"}"#)
            #expect(login.status == 200)
            #expect(login.body == #"{"login":true,"name":"viewer","role":"reader"}"#)
            let set = try #require(login.header("Set-Cookie"))
            for word in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] { #expect(set.contains(word)) }
            #expect(!set.contains("Secure"))
            #expect(!set.contains(tokens.reader.secret))
            let shown = ["Cookie": "other=1; \(try #require(Self.cookie(login)))"]
            #expect(try await server.send("GET", "/hello", headers: shown).status == 200)
            #expect(
                try await server.send("GET", "/api/session", headers: shown).body
                    == #"{"login":true,"name":"viewer","role":"reader"}"#
            )
            let out = try await server.send(
                "POST",
                "/api/logout",
                headers: shown.merging(["Origin": server.address]) { $1 }
            )
            #expect(out.status == 204)
            #expect(out.header("Set-Cookie")?.contains("Max-Age=0") == true)
            #expect(try await server.send("GET", "/hello", headers: shown).status == 401)
        }
    }

    @Test("are not for wrong tokens or odd bodies, and trying is limited [access-7]")
    func wrong() async throws {
        let tokens = try TokensFile()
        try await RoutedServer.serving(
            settings: {
                $0.tokensFile = tokens.path
                $0.patience.logins = 3
            },
            { server in
                let right = #"{"token":"\#(tokens.chief.secret)"}"#
                let form = try await server.send(
                    "POST",
                    "/api/login",
                    headers: ["Content-Type": "text/plain"],
                    body: Array(right.utf8)
                )
                #expect(form.status == 415)
                for body in ["", "{}", "[]", #"{"token":1}"#] {
                    #expect(try await server.send("POST", "/api/login", json: body).status == 400)
                }
                let long = #"{"token":"\#(String(repeating: "a", count: 5000))"}"#
                #expect(try await server.send("POST", "/api/login", json: long).status == 413)
                for _ in 0..<3 {
                    #expect(try await server.send("POST", "/api/login", json: #"{"token":"x"}"#).status == 401)
                }
                #expect(server.log.all.count { $0.contains("could not log in") && $0.contains("from=127.0.0.1") } == 3)
                let limited = try await server.send("POST", "/api/login", json: right)
                #expect(limited.status == 429)
                let wait = try #require(limited.header("Retry-After").flatMap { Int($0) })
                #expect((1...61).contains(wait))
            }
        )
    }

    @Test("may be tried again after a minute [access-7]")
    func again() {
        let clock = Watched(ContinuousClock.now)
        let limit = LoginLimit(most: 2) { clock.value }
        for _ in 0..<2 { limit.failed("a") }
        #expect(throws: Refusal.self) { try limit.check("a") }
        #expect(throws: Never.self) { try limit.check("b") }
        clock.change { $0 += .seconds(61) }
        #expect(throws: Never.self) { try limit.check("a") }
    }

    @Test("end by themselves, are bounded in number, and go with their token [access-6]")
    func bounds() {
        let clock = Watched(ContinuousClock.now)
        let sessions = Sessions { clock.value }
        let token = SHA256Digest(of: [1])
        let first = sessions.begin(token)
        #expect(sessions.token(of: first) == token)
        clock.change { $0 += .seconds(1) }
        let others = (0..<Sessions.most).map { _ in sessions.begin(token) }
        #expect(sessions.token(of: first) == nil)
        #expect(sessions.token(of: others[0]) == token)
        sessions.end(others[0])
        #expect(sessions.token(of: others[0]) == nil)
        clock.change { $0 += Sessions.life }
        #expect(sessions.token(of: others[1]) == nil)
        #expect(sessions.token(of: "") == nil)
    }

    @Test("end when their token is taken out of the file [access-6]")
    func revoked() throws {
        let tokens = try TokensFile()
        let clock = Watched(ContinuousClock.now)
        let file = try TokenFile(path: tokens.path, logger: TestLog().logger) { clock.value }
        let digest = try #require(file.entry(of: tokens.reader.secret)?.digest)
        try tokens.write([tokens.chief.line])
        clock.change { $0 += .seconds(2) }
        #expect(file.entry(of: digest) == nil)
    }

    @Test("are none where there are no tokens [access-8]")
    func none() async throws {
        try await RoutedServer.serving { server in
            let session = try await server.send("GET", "/api/session")
            #expect(session.body == #"{"login":false,"name":null,"role":"operator"}"#)
            #expect(session.header("Cache-Control") == "no-store")
            #expect(try await server.send("POST", "/api/login", json: #"{"token":"x"}"#).status == 409)
        }
    }
}
