import Foundation
import Support
import Testing
import Transfer

@Suite("Bodies from files")
struct UploadTests {
    private let client = HTTPClient(TransferOptions(proxy: .none))
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file whose last change is long ago.
    private func file(_ bytes: [UInt8], _ name: String = "file") throws -> String {
        let url = folder.url.appending(path: name)
        try Data(bytes).write(to: url)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000_000)],
            ofItemAtPath: url.path
        )
        return url.path
    }

    /// A file of nothing, which needs no room on the disk.
    private func sparse(_ bytes: UInt64) throws -> FilePart {
        let handle = try FileHandle(forWritingTo: URL(filePath: try file([])))
        try handle.truncate(atOffset: bytes)
        try handle.close()
        return try FilePart(try ReadableFile(folder.path + "/file"))
    }

    private func send(
        _ part: FilePart,
        to url: String,
        with client: HTTPClient? = nil,
        cancellation: Cancellation? = nil,
        onProgress: @escaping @Sendable (Int64) -> Void = { _ in }
    ) async throws -> Result<HTTPResponse, TransferError> {
        let client = client ?? self.client
        return try await blocking {
            do throws(TransferError) {
                return .success(
                    try client.send(
                        HTTPRequest("PUT", url),
                        from: part,
                        limit: 1 << 16,
                        cancellation: cancellation,
                        onProgress: onProgress
                    )
                )
            } catch {
                return .failure(error)
            }
        }
    }

    // [transfer-60]
    @Test(
        "sends just the part, with its length and without asking first",
        arguments: [(0, 1_300_000), (1, 1_299_998), (1_000_000, 1), (1_300_000, 0), (0, 0)],
        ["PUT", "POST"]
    )
    func sendsPart(range: (offset: Int, length: Int), method: String) async throws {
        let server = try StandInServer { _, line in line.answer(201, headers: ["ETag": "\"e\""], body: [7]) }
        let bytes = sample(1_300_000)
        let source = try ReadableFile(try file(bytes))
        let part = try FilePart(source, offset: Int64(range.offset), length: Int64(range.length))
        let client = client
        let headers = [HTTPRequest.Header("X-Amz-Thing", "a")]
        let answer = try await blocking {
            try client.send(HTTPRequest(method, server.url("/k"), headers: headers), from: part, limit: 1)
        }
        #expect(answer.status == 201 && answer.body == [7] && answer.header("etag") == "\"e\"")
        let request = try #require(server.requests.value.first)
        #expect(request.method == method && request.body == Array(bytes[range.offset..<range.offset + range.length]))
        #expect(request.header("Content-Length") == "\(range.length)" && request.header("X-Amz-Thing") == "a")
        #expect(
            ["Expect", "Transfer-Encoding", "Content-Type"].allSatisfy { request.header($0) == nil },
            "\(request.headers)"
        )
    }

    // [transfer-60]
    @Test("takes an open file, whatever becomes of its name and of whoever opened it")
    func descriptor() async throws {
        let server = try StandInServer { _, line in line.answer() }
        let path = try file(Array("contents".utf8))
        let handle = try #require(FileHandle(forReadingAtPath: path))
        let source = try ReadableFile(descriptor: handle.fileDescriptor, name: "an open file")
        try handle.close()
        try FileManager.default.removeItem(atPath: path)
        _ = try await send(try FilePart(source), to: server.url()).get()
        #expect(server.requests.value.first?.body == Array("contents".utf8))
        #expect(throws: TransferError.self) { try ReadableFile(descriptor: -1, name: "none") }
    }

    // [transfer-60]
    @Test("refuses what is no file, no part, or no request for it")
    func refuses() async throws {
        let server = try StandInServer { _, line in line.answer() }
        let made = unsafe mkfifo(folder.path + "/pipe", 0o600)
        #expect(made == 0)
        for name in ["none", "pipe", ""] {
            let error = #expect(throws: TransferError.self) { try ReadableFile(folder.path + "/" + name) }
            #expect(error?.code == .invalid && error?.message.hasPrefix(folder.path) == true)
        }
        let source = try ReadableFile(try file([1, 2, 3]))
        for (offset, length) in [(-1, nil), (4, nil), (0, 4), (2, 2), (0, -1), (.max, .max)] as [(Int64, Int64?)] {
            #expect(throws: TransferError.self) { try FilePart(source, offset: offset, length: length) }
        }
        let part = try FilePart(source)
        for request in [HTTPRequest("GET", server.url()), HTTPRequest("PUT", server.url(), body: [1])] {
            let error = #expect(throws: TransferError.self) { try client.send(request, from: part, limit: 0) }
            #expect(error?.code == .invalid)
        }
        #expect(server.requests.value.isEmpty)
    }

    // [transfer-61]
    @Test("sends all again where a connection that was used before turns out dead")
    func rewinds() async throws {
        let server = try StandInServer { request, line in
            // Read whole, and not answered: libcurl has given all bytes away by then.
            if request.connection == 1, request.target == "/2" { line.close() } else { line.answer() }
        }
        let bytes = sample(1_500_000)
        let part = try FilePart(try ReadableFile(try file(bytes)), offset: 100)
        let seen = Watched<[Int64]>([])
        let client = client
        // One after the other: a connection that lay still for two minutes is not taken again.
        try await blocking {
            for path in ["/1", "/2"] {
                _ = try client.send(HTTPRequest("PUT", server.url(path)), from: part, limit: 1 << 16) { bytes in
                    if path == "/2" { seen.change { $0.append(bytes) } }
                }
            }
        }
        let requests = server.requests.value
        #expect(requests.map(\.connection) == [1, 1, 2])
        #expect(requests.allSatisfy { $0.body == Array(bytes[100...]) })
        #expect(seen.value.filter { $0 == part.length }.count == 2)
    }

    // [transfer-62]
    @Test(
        "a file that changes while it is sent does not arrive whole",
        arguments: ["longer", "shorter", "other bytes"]
    )
    func changes(how: String) async throws {
        let server = try StandInServer { _, line in line.answer() }
        let path = try file(sample(6_000_000))
        let part = try FilePart(try ReadableFile(path))
        let isDone = Watched(false)
        let answer = try await send(part, to: server.url()) { _ in
            guard !isDone.value, let handle = FileHandle(forWritingAtPath: path) else { return }
            isDone.change { $0 = true }
            switch how {
            case "longer": try? handle.truncate(atOffset: 6_000_001)
            case "shorter": try? handle.truncate(atOffset: 5_999_999)
            default: try? handle.write(contentsOf: [0])
            }
        }
        #expect(answer.error?.code == .changed && answer.error?.message.hasPrefix(path) == true, "\(answer)")
        #expect(server.requests.value.isEmpty)
        let again = try await send(part, to: server.url())
        #expect(again.error?.code == .changed && server.requests.value.isEmpty)
        #expect(throws: TransferError.self) { try part.read { _ in } }
    }

    // [transfer-60] [transfer-63]
    @Test("reads no further ahead than the line takes, and gives up when it takes nothing")
    func tooSlow() async throws {
        let server = try DeafServer()
        let speed = TransferOptions.Speed(bytesPerSecond: 1 << 20, window: .seconds(2))
        let client = HTTPClient(TransferOptions(minimumSpeed: speed, proxy: .none))
        let read = Watched<Int64>(0)
        let answer = try await send(try sparse(200 << 20), to: server.url, with: client) { bytes in
            read.change { $0 = bytes }
        }
        #expect(answer.error?.code == .tooSlow, "\(answer)")
        // What the system keeps for the connection, and libcurl's one buffer.
        #expect((1...64 << 20).contains(read.value), "\(read.value) bytes were read")
    }

    // [transfer-32] [transfer-63]
    @Test("is cancelled while nothing goes, also by what it follows")
    func cancelled() async throws {
        let server = try DeafServer()
        let leader = Cancellation()
        let follower = Cancellation(following: leader)
        let answer = try await send(try sparse(200 << 20), to: server.url, cancellation: follower) { _ in
            leader.cancel()
        }
        #expect(answer.error?.code == .cancelled && follower.isCancelled)
        let other = Cancellation(following: Cancellation(following: leader))
        #expect(other.isCancelled)
        let lone = Cancellation()
        Cancellation(following: lone).cancel()
        #expect(!lone.isCancelled)
    }

    // [transfer-64]
    @Test("an error that comes before all was sent is the answer")
    func earlyAnswer() async throws {
        let server = try DeafServer(answer: "HTTP/1.1 503 Slow Down\r\nContent-Length: 5\r\n\r\nslow!")
        let read = Watched<Int64>(0)
        let answer = try await send(try sparse(200 << 20), to: server.url) { bytes in read.change { $0 = bytes } }.get()
        #expect(answer.status == 503 && answer.body == Array("slow!".utf8))
        #expect(read.value < 200 << 20)
    }
}
