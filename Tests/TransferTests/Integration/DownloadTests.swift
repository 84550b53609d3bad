import Foundation
import Support
import Testing
import Transfer

@Suite("Downloads")
struct DownloadTests {
    private let client = HTTPClient()
    private let file = sample(300_000)

    @Test("[transfer-10] bring the whole file, its tag and its size")
    func whole() async throws {
        let file = file
        let server = try StandInServer { request, line in line.serve(file, etag: "\"v1\"", to: request) }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: DownloadRange(total: 300_000))
        #expect(fetched.bytes == file && fetched.outcome?.status == 200 && fetched.outcome?.etag == "\"v1\"")
        #expect(fetched.outcome?.total == 300_000 && fetched.outcome?.received == 300_000)
        #expect(server.requests.value.first?.header("Range") == nil)
    }

    @Test(
        "[transfer-11] bring what is asked for and no more",
        arguments: [
            (DownloadRange(offset: 100, ifRange: "\"v1\""), "bytes=100-", 100..<300_000),
            (DownloadRange(offset: 100, length: 50), "bytes=100-149", 100..<150),
            (DownloadRange(length: 512), "bytes=0-511", 0..<512),
            (DownloadRange(offset: 299_000, length: 4096, total: 300_000), "bytes=299000-299999", 299_000..<300_000),
            (DownloadRange(offset: 299_000, length: 4096), "bytes=299000-303095", 299_000..<300_000),
        ]
    )
    func parts(_ range: DownloadRange, _ header: String, _ expected: Range<Int>) async throws {
        let file = file
        let server = try StandInServer { request, line in line.serve(file, etag: "\"v1\"", to: request) }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: range)
        #expect(fetched.bytes == Array(file[expected]) && fetched.error == nil)
        #expect(
            fetched.outcome?.status == 206 && fetched.outcome?.total == 300_000 && fetched.outcome?.isRestarted == false
        )
        #expect(server.requests.value.first?.header("Range") == header)
        #expect(server.requests.value.first?.header("If-Range") == range.ifRange)
    }

    @Test(
        "[transfer-12] that would begin anew say so and give nothing out",
        arguments: ["whole", "changed", "ignored"]
    )
    func restarted(_ kind: String) async throws {
        let file = file
        let server = try StandInServer { request, line in
            switch kind {
            case "whole": line.answer(headers: ["ETag": "\"v1\""], body: file)
            case "changed": line.serve(file, etag: "\"v2\"", to: request)
            default:
                line.answer(
                    206,
                    headers: ["Content-Range": "bytes 100-299999/300000", "ETag": "\"v2\""],
                    body: Array(file[100...])
                )
            }
        }
        let range = DownloadRange(offset: 100, total: 300_000, ifRange: "\"v1\"")
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: range)
        #expect(fetched.outcome?.isRestarted == true && fetched.bytes.isEmpty && fetched.outcome?.received == 0)
        #expect(fetched.outcome?.etag == (kind == "whole" ? "\"v1\"" : "\"v2\"") && fetched.outcome?.total == 300_000)
    }

    @Test("[transfer-13] of the beginning are cut where a server does not know ranges")
    func cut() async throws {
        let file = file
        let server = try StandInServer { _, line in line.answer(body: file) }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: DownloadRange(length: 70_001))
        #expect(fetched.bytes == Array(file[..<70_001]) && fetched.outcome?.status == 200 && fetched.error == nil)
    }

    @Test(
        "[transfer-14] that the server refuses bring its words, bounded, not bytes",
        arguments: [(404, 300), (500, 200_000), (416, 0)]
    )
    func refusals(_ status: Int, _ size: Int) async throws {
        let server = try StandInServer { _, line in
            line.answer(status, headers: status == 416 ? ["Content-Range": "bytes */77"] : [:], body: sample(size))
        }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: DownloadRange(offset: 100))
        #expect(fetched.outcome?.status == status && fetched.bytes.isEmpty && fetched.outcome?.isRestarted == false)
        #expect(fetched.outcome?.errorBody == Array(sample(size).prefix(64 * 1024)))
        #expect(fetched.outcome?.total == (status == 416 ? 77 : nil))
    }

    /// What a server sends, what is asked of it, and what it fails of.
    struct Lie: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let head: String
        let size: Int
        var range = DownloadRange()
        let code: TransferError.Code
        /// How many bytes may have been handed out before it was found out.
        var handed = 0
    }

    @Test(
        "[transfer-15] are not fooled",
        arguments: [
            Lie(
                testDescription: "an error page in place of the file",
                head: "200\r\nContent-Type: text/html\r\nContent-Length: 120",
                size: 120,
                range: .init(total: 5000),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a longer file",
                head: "200\r\nContent-Length: 6000",
                size: 6000,
                range: .init(total: 5000),
                code: .tooLarge
            ),
            Lie(
                testDescription: "no length, more bytes",
                head: "200\r\nX: y",
                size: 6000,
                range: .init(total: 5000),
                code: .tooLarge,
                handed: 5000
            ),
            Lie(
                testDescription: "no length, fewer bytes",
                head: "200\r\nX: y",
                size: 4000,
                range: .init(total: 5000),
                code: .protocolViolation,
                handed: 4000
            ),
            Lie(testDescription: "no length at all", head: "200\r\nX: y", size: 4000, code: .protocolViolation),
            Lie(
                testDescription: "fewer than announced",
                head: "200\r\nContent-Length: 5000",
                size: 4000,
                code: .protocolViolation,
                handed: 4000
            ),
            Lie(
                testDescription: "a part nobody asked for",
                head: "206\r\nContent-Range: bytes 0-99/100\r\nContent-Length: 100",
                size: 100,
                code: .protocolViolation
            ),
            Lie(
                testDescription: "another part",
                head: "206\r\nContent-Range: bytes 0-99/100\r\nContent-Length: 100",
                size: 100,
                range: .init(offset: 50),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a longer part",
                head: "206\r\nContent-Range: bytes 50-99/200\r\nContent-Length: 50",
                size: 50,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a shorter part",
                head: "206\r\nContent-Range: bytes 50-59/200\r\nContent-Length: 10",
                size: 10,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a part with another length",
                head: "206\r\nContent-Range: bytes 50-69/200\r\nContent-Length: 21",
                size: 21,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a part without a range",
                head: "206\r\nContent-Length: 20",
                size: 20,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "two parts",
                head: "206\r\nContent-Type: multipart/byteranges; boundary=x\r\nContent-Length: 20",
                size: 20,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a range that is none",
                head: "206\r\nContent-Range: bytes 69-50/200\r\nContent-Length: 20",
                size: 20,
                range: .init(offset: 50, length: 20),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "a part of a longer file",
                head: "206\r\nContent-Range: bytes 50-99/201\r\nContent-Length: 50",
                size: 50,
                range: .init(offset: 50, length: 50, total: 200),
                code: .tooLarge
            ),
            Lie(
                testDescription: "a part of a shorter file",
                head: "206\r\nContent-Range: bytes 50-99/100\r\nContent-Length: 50",
                size: 50,
                range: .init(offset: 50, total: 200),
                code: .protocolViolation
            ),
            Lie(
                testDescription: "an encoded file",
                head: "200\r\nContent-Encoding: gzip\r\nContent-Length: 20",
                size: 20,
                code: .protocolViolation
            ),
            Lie(
                testDescription: "another success",
                head: "202\r\nContent-Length: 20",
                size: 20,
                code: .protocolViolation
            ),
        ]
    )
    func lies(_ lie: Lie) async throws {
        let server = try StandInServer { _, line in
            line.send("HTTP/1.1 \(lie.head)\r\n\r\n".replacing("HTTP/1.1 200\r", with: "HTTP/1.1 200 OK\r"))
            line.send(sample(lie.size))
            line.close()
        }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url("/m?token=secret")), range: lie.range)
        #expect(
            fetched.error?.code == lie.code,
            "\(String(describing: fetched.error)) \(String(describing: fetched.outcome))"
        )
        #expect(
            fetched.bytes.count <= lie.handed && fetched.bytes == Array(sample(lie.size).prefix(fetched.bytes.count))
        )
        #expect(fetched.error?.message.contains("secret") == false)
    }

    @Test("[transfer-15] of a file of unknown length end where the server says")
    func chunked() async throws {
        let server = try StandInServer { _, line in
            line.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n")
        }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()))
        #expect(fetched.bytes == Array("hello world".utf8) && fetched.outcome?.total == nil && fetched.error == nil)
    }

    @Test(
        "[transfer-16] of ranges that cannot be are refused before anything is sent",
        arguments: [
            DownloadRange(offset: -1), DownloadRange(length: 0), DownloadRange(offset: .max, length: .max),
            DownloadRange(total: -1),
            DownloadRange(offset: 10, total: 10),
        ]
    )
    func badRanges(_ range: DownloadRange) async throws {
        let server = try StandInServer { _, line in line.answer() }
        let fetched = try await client.fetch(HTTPRequest("GET", server.url()), range: range)
        #expect(fetched.error?.code == .invalid && server.connections == 0)
    }

    @Test("[transfer-17] end with the error of whoever takes the bytes")
    func refusedByTaker() async throws {
        let file = file
        let client = client
        let server = try StandInServer { _, line in
            line.send("HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\n")
            line.send(file)
            line.stall()
        }
        let error = try await blocking { () -> TransferError? in
            do throws(TransferError) {
                _ = try client.download(HTTPRequest("GET", server.url())) { _ throws(TransferError) in
                    throw TransferError(.refused, "the disk is full")
                }
                return nil
            } catch {
                return error
            }
        }
        #expect(error == TransferError(.refused, "the disk is full"))
    }

    @Test("[transfer-2] in any number keep no descriptors")
    func descriptors() async throws {
        let file = file
        let server = try StandInServer { request, line in
            guard request.target != "/short" else {
                line.send("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\nabc")
                return line.close()
            }
            line.serve(file, to: request)
        }
        func descriptors() throws -> Int { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count }
        let own = HTTPClient()
        _ = try await own.fetch(HTTPRequest("GET", server.url()))
        let before = try descriptors()
        for turn in 0..<150 {
            let fetched = try await own.fetch(HTTPRequest("GET", server.url(turn % 3 == 0 ? "/short" : "/whole")))
            #expect((fetched.error == nil) == (turn % 3 != 0))
        }
        // Other tests open files meanwhile; 150 connections kept would show.
        #expect(try descriptors() < before + 75)
    }
}
