import Foundation
import Support
import Testing
import Transfer

@Suite("Patience")
struct PatienceTests {
    /// Where a server stops, and what it has sent until then.
    enum Stall: CaseIterable {
        case beforeHead, inHead, afterHead, halfway

        func play(_ line: StandInLine) {
            switch self {
            case .beforeHead: break
            case .inHead: line.send("HTTP/1.1 200 OK\r\nContent-Le")
            case .afterHead: line.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
            case .halfway:
                line.send("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n")
                line.send(sample(2500))
            }
            line.stall()
        }
    }

    private func fetch(
        _ options: TransferOptions,
        cancellation: Cancellation? = nil,
        from server: StandInServer
    ) async throws -> (Fetched, Duration) {
        let start = ContinuousClock.now
        let fetched = try await HTTPClient(options).fetch(HTTPRequest("GET", server.url()), cancellation: cancellation)
        return (fetched, .now - start)
    }

    @Test("[transfer-30] ends where a server stalls", arguments: Stall.allCases)
    func tooSlow(_ stall: Stall) async throws {
        let server = try StandInServer { _, line in stall.play(line) }
        let speed = TransferOptions.Speed(bytesPerSecond: 10_000, window: .seconds(2))
        let (fetched, took) = try await fetch(TransferOptions(minimumSpeed: speed), from: server)
        #expect(fetched.error?.code == .tooSlow && fetched.error?.isPassing == true && took >= .milliseconds(1990))
        #expect(fetched.bytes == (stall == .halfway ? sample(2500) : []))
    }

    @Test("[transfer-30] does not end where whoever takes the bytes is slow")
    func slowTaker() async throws {
        let file = [UInt8](repeating: 7, count: 8_000_000)
        let server = try StandInServer { _, line in line.answer(body: file) }
        let speed = TransferOptions.Speed(bytesPerSecond: 2_000_000, window: .seconds(2))
        let client = HTTPClient(TransferOptions(minimumSpeed: speed))
        // The taker's slowness is what is tested, not waited for.
        let fetched = try await client.fetch(HTTPRequest("GET", server.url())) { usleep(700_000) }
        #expect(fetched.error == nil && fetched.bytes.count == 8_000_000)
    }

    @Test("[transfer-31] ends at the deadline", arguments: Stall.allCases)
    func deadline(_ stall: Stall) async throws {
        let server = try StandInServer { _, line in stall.play(line) }
        let (fetched, took) = try await fetch(TransferOptions(deadline: .milliseconds(300)), from: server)
        #expect(fetched.error?.code == .deadline && fetched.error?.isPassing == false && took >= .milliseconds(300))
    }

    @Test("[transfer-31] ends at the deadline also where whoever takes the bytes is slow")
    func deadlineOfTaker() async throws {
        let file = [UInt8](repeating: 7, count: 5_000_000)
        let server = try StandInServer { _, line in line.answer(body: file) }
        let client = HTTPClient(TransferOptions(deadline: .milliseconds(300)))
        let fetched = try await client.fetch(HTTPRequest("GET", server.url())) { usleep(150_000) }
        #expect(fetched.error?.code == .deadline && fetched.bytes.count < 4_500_000)
    }

    @Test("[transfer-31] counts all redirects into one deadline")
    func deadlineOfRedirects() async throws {
        let server = try StandInServer { request, line in
            usleep(120_000)
            line.answer(302, headers: ["Location": request.target + "x"])
        }
        let (fetched, _) = try await fetch(
            TransferOptions(deadline: .milliseconds(300), maximumRedirects: 100),
            from: server
        )
        #expect(fetched.error?.code == .deadline && server.requests.value.count < 5)
    }

    @Test(
        "[transfer-32] ends when it is cancelled on another thread, also while nothing comes",
        arguments: Stall.allCases
    )
    func cancelled(_ stall: Stall) async throws {
        let cancellation = Cancellation()
        let server = try StandInServer { _, line in
            Thread.detachNewThread { cancellation.cancel() }
            stall.play(line)
        }
        let (fetched, _) = try await fetch(TransferOptions(), cancellation: cancellation, from: server)
        // Later the lowest speed would have ended it.
        #expect(fetched.error?.code == .cancelled)
    }

    @Test("[transfer-32] ends when it is cancelled in the middle of much")
    func cancelledInStream() async throws {
        let cancellation = Cancellation()
        let server = try StandInServer { _, line in
            line.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n")
            while line.send(sample(65_536)) {}
        }
        let pieces = Watched(0)
        let fetched = try await HTTPClient().fetch(HTTPRequest("GET", server.url()), cancellation: cancellation) {
            pieces.change { $0 += 1 }
            if pieces.value == 10 { cancellation.cancel() }
        }
        #expect(fetched.error?.code == .cancelled && pieces.value == 10)
    }

    @Test("[transfer-32] asks nobody when it was cancelled before")
    func cancelledBefore() async throws {
        let server = try StandInServer { _, line in line.answer() }
        let cancellation = Cancellation()
        cancellation.cancel()
        let (fetched, _) = try await fetch(TransferOptions(), cancellation: cancellation, from: server)
        #expect(fetched.error?.code == .cancelled && server.requests.value.isEmpty)
    }

    /// TLS is part of connecting: a server that takes the connection and says nothing does not finish it.
    @Test("[transfer-33] ends where connecting takes too long")
    func connecting() async throws {
        let server = try StandInServer { _, line in line.stall() }
        let client = HTTPClient(TransferOptions(connectTimeout: .milliseconds(300)))
        let error = try await client.ask(HTTPRequest("GET", "https://127.0.0.1:\(server.port)/?token=secret")).error
        #expect(error?.code == .unreachable && error?.message.contains("connected within") == true)
        #expect(error?.message.contains("secret") == false)
    }

    @Test(
        "[transfer-34] has options that can be",
        arguments: [
            TransferOptions(connectTimeout: .zero),
            TransferOptions(minimumSpeed: .init(bytesPerSecond: 0, window: .seconds(1))),
            TransferOptions(minimumSpeed: .init(bytesPerSecond: 1, window: .zero)), TransferOptions(deadline: .zero),
            TransferOptions(userAgent: "a\r\nX: y"), TransferOptions(maximumRedirects: -1),
            TransferOptions(proxy: .url("ftp://x")),
        ]
    )
    func options(_ options: TransferOptions) async throws {
        let error = try await HTTPClient(options).ask(HTTPRequest("GET", "http://127.0.0.1:9/")).error
        #expect(error?.code == .invalid)
    }
}
