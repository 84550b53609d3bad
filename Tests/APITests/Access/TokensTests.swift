import Foundation
import Support
import Testing

@testable import API

@Suite("Tokens")
struct TokensTests {
    @Test("let readers read and operators operate, and nobody else in [access-2]")
    func roles() async throws {
        let tokens = try TokensFile()
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.tokensFile = tokens.path }) { server in
            let nobody = try await server.send("GET", "/hello")
            #expect(nobody.status == 401)
            #expect(nobody.header("WWW-Authenticate") == "Bearer realm=\"marram\"")
            #expect(nobody.error?.contains("Authorization: Bearer") == true)
            for shown in ["Bearer x", "Bearer ", "Basic YTpi", "Bearer \(tokens.reader.secret)0", tokens.reader.secret]
            {
                let wrong = try await server.send("GET", "/hello", headers: ["Authorization": shown])
                #expect(wrong.status == 401)
            }
            let reader = tokens.headers(tokens.reader)
            #expect(try await server.send("GET", "/hello", headers: reader).status == 200)
            let refused = try await server.send("POST", "/operate", headers: reader)
            #expect(refused.status == 403)
            #expect(refused.error?.contains("operator") == true)
            let chief = tokens.headers(tokens.chief)
            #expect(try await server.send("POST", "/operate", headers: chief).status == 200)
            let lower = ["Authorization": "bearer \(tokens.chief.secret)"]
            #expect(try await server.send("POST", "/operate", headers: lower).status == 200)
            #expect(!server.log.all.contains { $0.contains(tokens.chief.secret) })
        }
    }

    @Test("leave open what is open to all [access-3]", arguments: ["/", "/docs", "/openapi.json", "/api/session"])
    func open(path: String) async throws {
        let tokens = try TokensFile()
        try await RoutedServer.serving([EchoRoutes()], settings: { $0.tokensFile = tokens.path }) { server in
            let answer = try await server.send("GET", path)
            #expect(answer.status == 200)
        }
    }

    @Test(
        "know what is open [access-3]",
        arguments: [
            ("/", true), ("/docs", true), ("/docs/", true), ("/ping", true), ("/v2/health/live", true),
            ("/metrics", false),
            ("/v2", false), ("/v2/models/iris/ready", false), ("/api/state", false), ("/clarus/v1/agent/ping", true),
            ("/v2/health/../models", true), ("/docsx", false),
        ]
    )
    func rule(path: String, isOpen: Bool) { #expect(AccessRule().isOpen(path) == isOpen) }

    @Test("are read again when their file changes; a broken file changes nothing [access-4]")
    func change() throws {
        let tokens = try TokensFile()
        let log = TestLog()
        let clock = Watched(ContinuousClock.now)
        let file = try TokenFile(path: tokens.path, logger: log.logger) { clock.value }
        #expect(file.entry(of: tokens.reader.secret)?.role == .reader)
        try tokens.write([tokens.chief.line])
        #expect(file.entry(of: tokens.reader.secret) != nil)
        clock.change { $0 += .seconds(2) }
        #expect(file.entry(of: tokens.reader.secret) == nil)
        #expect(file.entry(of: tokens.chief.secret)?.name == "chief")
        try tokens.write(["broken line of the file"])
        clock.change { $0 += .seconds(2) }
        #expect(file.entry(of: tokens.chief.secret)?.name == "chief")
        #expect(log.all.contains { $0.hasPrefix("error") && $0.contains("tokens:1: expected NAME ROLE") })
        try tokens.write([tokens.reader.line], mode: 0o644)
        clock.change { $0 += .seconds(60) }
        #expect(file.entry(of: tokens.reader.secret) == nil)
        try tokens.write([tokens.reader.line])
        clock.change { $0 += .seconds(60) }
        #expect(file.entry(of: tokens.reader.secret)?.role == .reader)
    }

    @Test("are refused in a file that others may read, or that is not there [access-1]")
    func modes() throws {
        let tokens = try TokensFile()
        for mode in [0o644, 0o640, 0o604, 0o660] {
            try tokens.write([tokens.chief.line], mode: mode)
            let error = #expect(throws: AccessError.self) {
                try TokenFile(path: tokens.path, logger: TestLog().logger)
            }
            #expect(error?.description.contains("chmod 600") == true)
        }
        #expect(throws: AccessError.self) { try TokenFile(path: tokens.path + "x", logger: TestLog().logger) }
        #expect(throws: AccessError.self) { try TokenFile(path: tokens.folder.path, logger: TestLog().logger) }
    }

    @Test(
        "are refused with the line that is wrong [access-1]",
        arguments: [
            ("a reader", "t:1: expected NAME ROLE SHA256-OF-TOKEN"), ("a reader 00 x", "t:1: expected NAME"),
            ("\n# c\na root \(String(repeating: "0", count: 64))", "t:3: expected the role reader or operator"),
            ("a reader 00", "t:1: expected the SHA-256"), ("a/b reader 00", "t:1: expected a name"),
            ("a reader \(String(repeating: "g", count: 64))", "t:1: expected the SHA-256"),
            (
                "a reader \(String(repeating: "0", count: 64))\na reader \(String(repeating: "1", count: 64))",
                "t:2: expected a name"
            ),
        ]
    )
    func lines(text: String, expected: String) {
        let error = #expect(throws: AccessError.self) { try TokenList(text, file: "t") }
        #expect(error?.description.hasPrefix(expected) == true)
    }

    @Test("are made so that nobody guesses them, and their line holds no token [access-5]")
    func making() throws {
        let tokens = try (0..<50).map { _ in try NewToken(name: "n", role: .reader) }
        #expect(Set(tokens.map(\.secret)).count == 50)
        for token in tokens {
            #expect(token.secret.utf8.count == 64)
            #expect(!token.line.contains(token.secret))
            #expect(try TokenList(token.line, file: "t").entries.count == 1)
        }
        #expect(throws: AccessError.self) { try NewToken(name: "a b", role: .reader) }
    }

    @Test("are waited for where their file cannot be read; the API is then served [access-1]")
    func late() async throws {
        let tokens = try TokensFile()
        let token = tokens.chief.line
        try tokens.write([token], mode: 0o666)
        let log = TestLog()
        async let mended: Void = Task.detached {
            try await log.wait(for: "the API waits for its tokens")
            try tokens.write([token])
        }.value
        try await RoutedServer.serving(
            log: log,
            settings: {
                $0.tokensFile = tokens.path
                $0.patience.retry = .milliseconds(50)
            },
            { server in
                let session = try await server.send("GET", "/api/session", headers: tokens.headers(tokens.chief))
                #expect(session.body.contains("\"operator\""))
            }
        )
        try await mended
    }
}
