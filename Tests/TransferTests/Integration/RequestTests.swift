import Support
import Testing
import Transfer

@Suite("Requests")
struct RequestTests {
    private let client = HTTPClient()

    @Test(
        "[transfer-1] say method, headers and body, and give the answer back",
        arguments: ["PUT", "POST", "DELETE", "PATCH"]
    )
    func bodies(_ method: String) async throws {
        let server = try StandInServer { request, line in
            line.answer(201, headers: ["X-Method": request.method], body: request.body)
        }
        let request = HTTPRequest(
            method,
            server.url("/a?b=%20c"),
            headers: [.init("X-A", "1"), .init("X-Empty", "")],
            body: [1, 0, 2]
        )
        let answer = try await client.ask(request).get()
        let seen = try #require(server.requests.value.first)
        #expect(answer.status == 201 && answer.body == [1, 0, 2] && answer.header("x-method") == method)
        #expect(seen.target == "/a?b=%20c" && seen.header("x-a") == "1" && seen.header("X-Empty") == "")
        #expect(
            seen.header("User-Agent") == "marram" && seen.header("Content-Type") == nil && seen.header("Expect") == nil
        )
        #expect(seen.header("Accept-Encoding") == nil && seen.header("Content-Length") == "3")
    }

    @Test(
        "[transfer-1] without a body say so",
        arguments: [("POST", "0"), ("PUT", "0"), ("DELETE", nil), ("GET", nil)]
    )
    func bodiless(_ method: String, _ length: String?) async throws {
        let server = try StandInServer { _, line in line.answer(204, headers: ["Content-Length": "0"]) }
        #expect(try await client.ask(HTTPRequest(method, server.url())).get().status == 204)
        #expect(server.requests.value.first?.header("Content-Length") == length)
    }

    @Test("[transfer-1] for a head alone read no body")
    func head() async throws {
        let server = try StandInServer { request, line in line.serve(sample(100), etag: "\"e\"", to: request) }
        let answer = try await client.ask(HTTPRequest("HEAD", server.url()), limit: 0).get()
        #expect(answer.header("Content-Length") == "100" && answer.header("ETag") == "\"e\"" && answer.body.isEmpty)
    }

    @Test("[transfer-1] go out as they are written, dots and all")
    func path() async throws {
        let server = try StandInServer { _, line in line.answer() }
        _ = try await client.ask(HTTPRequest("GET", server.url("/a/../b/./c%2F?x=..#part"))).get()
        #expect(server.requests.value.first?.target == "/a/../b/./c%2F?x=..")
    }

    @Test("[transfer-2] share a connection when they follow each other")
    func reuse() async throws {
        let server = try StandInServer { _, line in line.answer(body: [1]) }
        // One after the other: a connection that lay still for two minutes is not taken again.
        try await blocking { for _ in 0..<20 { _ = try client.send(HTTPRequest("GET", server.url()), limit: 1 << 20) } }
        #expect(server.connections == 1)
    }

    @Test("[transfer-2] to a host that has no address are told so each time, and others go out after them")
    func unresolved() async throws {
        let server = try StandInServer { _, line in line.answer(body: [1]) }
        for _ in 0..<3 {
            let error = try await client.ask(HTTPRequest("GET", "http://nowhere.invalid/")).error
            #expect(
                error?.code == .unreachable && error?.message.contains("nowhere.invalid") == true,
                "\(error?.message ?? "")"
            )
        }
        #expect(try await client.ask(HTTPRequest("GET", server.url())).get().status == 200)
    }

    @Test("[transfer-2] of many threads run side by side")
    func concurrent() async throws {
        let server = try StandInServer { request, line in line.answer(body: Array(request.target.utf8)) }
        let answers = try await withThrowingTaskGroup(of: (Int, [UInt8]).self) { group in
            for number in 0..<40 {
                group.addTask {
                    (number, try await client.ask(HTTPRequest("GET", server.url("/\(number)"))).get().body)
                }
            }
            return try await group.reduce(into: [Int: [UInt8]]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 40 && answers.allSatisfy { $0.value == Array("/\($0.key)".utf8) })
    }

    @Test("[transfer-3] have a body no longer than allowed, announced or not")
    func limit() async throws {
        let server = try StandInServer { request, line in
            if request.target == "/plain" { line.answer(body: sample(101)) }
            line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            while line.send("40\r\n" + String(repeating: "x", count: 64) + "\r\n") {}
        }
        for path in ["/plain", "/chunked"] {
            let error = try await client.ask(HTTPRequest("GET", server.url(path)), limit: 100).error
            #expect(error?.code == .tooLarge, "\(path)")
        }
    }

    @Test(
        "[transfer-4] end when the head does not",
        arguments: ["X: y\r\n", "X-Long: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "interim"]
    )
    func endlessHead(_ line: String) async throws {
        let server = try StandInServer { _, connection in
            guard line != "interim" else {
                while connection.send("HTTP/1.1 100 Continue\r\nX: y\r\n\r\n") {}
                return
            }
            connection.send("HTTP/1.1 200 OK\r\nX: ")
            while connection.send(line) {}
        }
        let error = try await client.ask(HTTPRequest("GET", server.url())).error
        #expect(error?.code == .tooLarge, "\(String(describing: error))")
    }

    @Test(
        "[transfer-5] have an answer that is HTTP",
        arguments: [
            "hello\r\n\r\n", "HTTP/1.1 99 Low\r\n\r\n", "HTTP/1.1 2000 High\r\n\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n5\r\nhe",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", "",
        ]
    )
    func notHTTP(_ answer: String) async throws {
        let server = try StandInServer { _, line in
            line.send(answer)
            line.close()
        }
        let error = try await client.ask(HTTPRequest("GET", server.url())).error
        #expect(
            error?.code == .protocolViolation || answer.isEmpty && error?.code == .unreachable,
            "\(String(describing: error))"
        )
        #expect(error?.isPassing == true)
    }

    @Test("[transfer-5] pass over interim answers and trailers, and read folded lines")
    func oddHeads() async throws {
        let server = try StandInServer { _, line in
            line.send(
                "HTTP/1.1 103 Early\r\nX-A: early\r\n\r\nHTTP/1.1 200 OK\r\nX-A: one\r\n  two\r\nTransfer-Encoding: chunked\r\n\r\n"
            )
            line.send("2\r\nhi\r\n0\r\nX-Late: 1\r\n\r\n")
        }
        let answer = try await client.ask(HTTPRequest("GET", server.url())).get()
        #expect(answer.header("X-A") == "one two" && answer.header("X-Late") == nil && answer.body == Array("hi".utf8))
    }

    @Test(
        "[transfer-6] are refused when they cannot be",
        arguments: [
            HTTPRequest("TRACE", "http://127.0.0.1/"), HTTPRequest("GET", "http://127.0.0.1/", body: [1]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("X", "a\r\nY: b")]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("X: y", "a")]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("", "a")]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("accept-encoding", "gzip")]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("Transfer-Encoding", "chunked")]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: [.init("X", String(repeating: "a", count: 20_000))]),
            HTTPRequest("GET", "http://127.0.0.1/", headers: Array(repeating: .init("X", "a"), count: 101)),
            HTTPRequest("GET", "file:///etc/passwd"), HTTPRequest("GET", "ftp://127.0.0.1/"),
            HTTPRequest("GET", "127.0.0.1"),
            HTTPRequest("GET", "http://me:secret@127.0.0.1/"), HTTPRequest("GET", "http://me@127.0.0.1/"),
            HTTPRequest("GET", "http:///127.0.0.1/"), HTTPRequest("GET", "http:/127.0.0.1/"),
            HTTPRequest("GET", "http://"),
            HTTPRequest("GET", "http://127.0.0.1/a b"), HTTPRequest("GET", "http://127.0.0.1/\u{e9}"),
            HTTPRequest("GET", "http://127.0.0.1:99999/"), HTTPRequest("GET", "http://127.0.0.1/\r\nX: y"),
            HTTPRequest("GET", "http://127.0.0.1/" + String(repeating: "a", count: 9000)),
        ]
    )
    func refused(_ request: HTTPRequest) async throws {
        let error = try await client.ask(request).error
        #expect(error?.code == .invalid && error?.isPassing == false)
        #expect(error?.message.contains("secret") == false)
    }

    @Test("[transfer-7] to nobody say who was not there, without the query")
    func unreachable() async throws {
        var server: StandInServer? = try StandInServer { _, line in line.close() }
        let url = try #require(server).url("/bundle?token=secret")
        let broken = try await client.ask(HTTPRequest("GET", url)).error
        server = nil
        let gone = try await client.ask(HTTPRequest("GET", url)).error
        let nameless = try await client.ask(HTTPRequest("GET", "http://no.such.host.invalid/?token=secret")).error
        for error in [broken, gone, nameless] {
            #expect(
                error?.code == .unreachable && error?.isPassing == true && error?.message.contains("secret") == false
            )
        }
        #expect(gone?.message.contains("refused") == true && nameless?.message.contains("no.such.host.invalid") == true)
    }
}
