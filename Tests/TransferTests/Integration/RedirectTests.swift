import Support
import Testing
import Transfer

@Suite("Redirects")
struct RedirectTests {
    private let client = HTTPClient()
    private let secrets: [HTTPRequest.Header] = [
        .init("Authorization", "Bearer secret"), .init("Cookie", "secret=1"), .init("X-Amz-Security-Token", "secret"),
    ]

    @Test("[transfer-20] within an origin keep the headers that were given", arguments: [301, 302, 303, 307, 308])
    func sameOrigin(_ status: Int) async throws {
        let server = try StandInServer { request, line in
            guard request.target == "/a/b" else { return _ = line.answer(body: Array(request.target.utf8)) }
            line.answer(status, headers: ["Location": "../c d?x=1"], body: sample(1000))
        }
        let answer = try await client.ask(HTTPRequest("GET", server.url("/a/b"), headers: secrets)).get()
        #expect(answer.status == 200 && answer.body == Array("/c%20d?x=1".utf8))
        let last = try #require(server.requests.value.last)
        #expect(secrets.allSatisfy { last.header($0.name) == $0.value } && server.connections == 1)
    }

    @Test("[transfer-20] to another origin drop them but keep the range", arguments: ["127.0.0.1", "localhost"])
    func otherOrigin(_ host: String) async throws {
        let file = sample(1000)
        let other = try StandInServer { request, line in line.serve(file, to: request) }
        let target = other.url("/signed?X-Signature=1", host: host)
        let server = try StandInServer { _, line in line.answer(302, headers: ["Location": target]) }
        let fetched = try await client.fetch(
            HTTPRequest("GET", server.url(), headers: secrets),
            range: DownloadRange(offset: 10, length: 5)
        )
        let seen = try #require(other.requests.value.first)
        #expect(fetched.bytes == Array(file[10..<15]) && seen.header("Range") == "bytes=10-14")
        #expect(secrets.allSatisfy { seen.header($0.name) == nil } && seen.header("User-Agent") == "marram")
    }

    @Test("[transfer-20] to another name of the same machine and back come without them")
    func backAgain() async throws {
        let server = try StandInServer { request, line in
            let port = request.header("Host")?.split(separator: ":").last ?? ""
            switch request.target {
            case "/": line.answer(302, headers: ["Location": "http://localhost:\(port)/1"])
            case "/1": line.answer(302, headers: ["Location": "http://127.0.0.1:\(port)/2"])
            default: line.answer()
            }
        }
        _ = try await client.ask(HTTPRequest("GET", server.url(), headers: secrets)).get()
        #expect(server.requests.value.map { $0.header("Authorization") } == ["Bearer secret", nil, nil])
    }

    @Test("[transfer-21] end after as many as are allowed", arguments: [(0, 302), (3, 200), (2, nil)])
    func limits(_ maximum: Int, _ status: Int?) async throws {
        let server = try StandInServer { request, line in
            let step = Int(request.target.dropFirst()) ?? 0
            _ = step == 3 ? line.answer() : line.answer(302, headers: ["Location": "/\(step + 1)"])
        }
        let client = HTTPClient(TransferOptions(maximumRedirects: maximum))
        let answer = try await client.ask(HTTPRequest("GET", server.url("/0")))
        #expect((try? answer.get().status) == status)
        #expect(answer.error?.code == (status == nil ? .misdirected : nil))
    }

    @Test(
        "[transfer-22] to what may not be asked are not followed",
        arguments: [
            "file:///etc/passwd", "ftp://127.0.0.1/", "http://me:pw@127.0.0.1/", "gopher://127.0.0.1/", "http:///x",
            "http://",
            "javascript:alert(1)", "",
        ]
    )
    func forbidden(_ location: String) async throws {
        let server = try StandInServer { request, line in
            _ = request.target == "/" ? line.answer(302, headers: ["Location": location]) : line.answer(200)
        }
        let answer = try await client.ask(HTTPRequest("GET", server.url() + "?token=secret"))
        let seen = server.requests.value
        #expect(
            answer.error?.code == .misdirected || seen.allSatisfy { $0.header("Host") == seen[0].header("Host") }
        )
        #expect(answer.error?.message.contains("secret") != true && answer.error?.message.contains("pw") != true)
    }

    @Test("[transfer-22] from https to http are not followed")
    func downgrade() async throws {
        let plain = try StandInServer { _, line in line.answer() }
        let certificates = try await TestCertificates()
        let server = try await TLSServer(
            certificates.server(),
            files: ["step": "HTTP/1.1 302 Found\r\nLocation: \(plain.url())\r\nContent-Length: 0\r\n\r\n"],
            isRaw: true
        )
        let client = HTTPClient(TransferOptions(tls: .init(authorities: certificates.authority)))
        let error = try await client.ask(HTTPRequest("GET", server.url("/step"))).error
        #expect(error?.code == .misdirected && error?.message.contains("https to http") == true)
        #expect(plain.connections == 0)
    }

    @Test("[transfer-23] of what changes something are answers", arguments: ["POST", "PUT", "DELETE", "PATCH"])
    func changes(_ method: String) async throws {
        let server = try StandInServer { _, line in line.answer(307, headers: ["Location": "/other"]) }
        #expect(try await client.ask(HTTPRequest(method, server.url(), body: [1])).get().status == 307)
        #expect(server.requests.value.count == 1)
    }

    @Test("[transfer-23] without a place to go, and 304, are answers", arguments: [302, 304, 300])
    func noLocation(_ status: Int) async throws {
        let server = try StandInServer { _, line in
            line.answer(status, headers: status == 302 ? [:] : ["Location": "/x"])
        }
        #expect(try await client.ask(HTTPRequest("GET", server.url())).get().status == status)
    }
}
