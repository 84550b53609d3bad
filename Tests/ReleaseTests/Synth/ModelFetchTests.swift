import AWS
import Foundation
@testable import Release
import Support
import Testing
import Transfer

@Suite("Models are fetched into a cache")
struct ModelFetchTests {
    private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    /// A cache in a folder of its own.
    private struct Site {
        let folder: TemporaryFolder
        let cache: ModelCache
        let fetch: ModelFetch

        init(attempts: Int = 4, cancellation: Cancellation? = nil) throws {
            folder = try TemporaryFolder()
            cache = try ModelCache(folder.path + "/cache")
            fetch = ModelFetch(
                cache: cache,
                http: HTTPClient(TransferOptions(proxy: .none)),
                retry: AWSRetry(attempts: attempts, base: .milliseconds(1), cap: .milliseconds(2)),
                cancellation: cancellation
            )
        }
    }

    private func file(_ server: StandInServer, etag: String? = "\"1\"", size: Int? = bytes.count) -> RemoteFile {
        let url = server.url("/model.bin")
        return RemoteFile(
            path: "model.bin",
            place: url,
            byteCount: size.map { Int64($0) },
            etag: etag,
            key: etag.map { "\(url) \($0)" },
            request: { () throws(AWSError) in HTTPRequest("GET", url) },
            refusal: { AWSError("HTTP", "the server answers \($0.status)", isPassing: $0.status >= 500) }
        )
    }

    @Test("[gg-31] what was interrupted goes on where it ended")
    func resumed() throws {
        let server = try StandInServer { request, line in
            guard request.header("Range") == nil else { return _ = line.serve(Self.bytes, etag: "\"1\"", to: request) }
            line.answer(
                headers: ["Content-Length": "\(Self.bytes.count)", "ETag": "\"1\""],
                body: Array(Self.bytes[..<1_000_000])
            )
            line.close()
        }
        let site = try Site()
        let found = try site.fetch.fetch(file(server)) { _, _ in }
        #expect(found.byteCount == 3_000_000)
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: site.cache.object(found.sha256)))) == Self.bytes)
        let ranges = server.requests.value.compactMap { $0.header("Range") }
        #expect(ranges == ["bytes=1000000-"])
    }

    @Test("[gg-31] a run that was given up leaves nothing that a later one would take for the model")
    func givenUp() throws {
        let isBroken = Watched(true)
        let server = try StandInServer { request, line in
            guard isBroken.value else { return _ = line.serve(Self.bytes, etag: "\"1\"", to: request) }
            line.answer(
                headers: ["Content-Length": "\(Self.bytes.count)", "ETag": "\"1\""],
                body: Array(Self.bytes[..<70_000])
            )
            line.close()
        }
        let site = try Site(attempts: 1)
        let file = file(server)
        let error = try #require(throws: ReleaseError.self) { try site.fetch.fetch(file) { _, _ in } }
        #expect(error.kind == .cloud && error.message.contains("model.bin"))
        #expect(try site.cache.entry(file.key ?? "") == nil)
        isBroken.change { $0 = false }
        #expect(try site.fetch.fetch(file) { _, _ in } == ModelFetch.digest(of: whole(site)))
    }

    @Test("[gg-31] a file that changes meanwhile is an error, and is begun anew the next time")
    func changed() throws {
        let server = try StandInServer { request, line in line.serve(Self.bytes, etag: "\"2\"", to: request) }
        let site = try Site()
        let old = file(server)
        let error = try #require(throws: ReleaseError.self) { try site.fetch.fetch(old) { _, _ in } }
        #expect(error.message.contains("changed"))
        #expect(try site.cache.entry(old.key ?? "") == nil)
        #expect(try site.fetch.fetch(file(server, etag: "\"2\"")) { _, _ in }.byteCount == 3_000_000)
    }

    @Test("[gg-31] a server without entity tags is asked for the whole every time")
    func nameless() throws {
        let server = try StandInServer { request, line in line.serve(Self.bytes, to: request) }
        let site = try Site()
        _ = try site.fetch.fetch(file(server, etag: nil)) { _, _ in }
        _ = try site.fetch.fetch(file(server, etag: nil)) { _, _ in }
        #expect(server.requests.value.count == 2)
        #expect(try FileManager.default.contentsOfDirectory(atPath: site.cache.folder + "/parts").isEmpty)
    }

    @Test("[gg-32] runs at once fetch a file once")
    func concurrent() throws {
        let server = try StandInServer { request, line in line.serve(Self.bytes, etag: "\"1\"", to: request) }
        let site = try Site()
        let file = file(server)
        let found = try inParallel(Array(0..<4), limit: 4) { _ throws(ReleaseError) in
            try site.fetch.fetch(file) { _, _ in }
        }
        #expect(Set(found.map(\.sha256)).count == 1)
        #expect(server.requests.value.count == 1)
    }

    @Test("[gg-32] a corrupted file is not placed, and thrown away", arguments: [true, false])
    func corrupted(isShorter: Bool) throws {
        let server = try StandInServer { request, line in line.serve(Self.bytes, etag: "\"1\"", to: request) }
        let site = try Site()
        let file = file(server)
        let found = try site.fetch.fetch(file) { _, _ in }
        var bytes = Self.bytes
        if isShorter { bytes.removeLast() } else { bytes[1_500_000] ^= 1 }
        try Data(bytes).write(to: URL(fileURLWithPath: site.cache.object(found.sha256)))
        let target = site.folder.path + "/root/deep/model.bin"
        #expect(try !ModelPlacement(cache: site.cache).place(found, at: target))
        #expect(!FileManager.default.fileExists(atPath: target))
        #expect(try site.cache.entry(file.key ?? "") == nil)
        #expect(try site.fetch.fetch(file) { _, _ in } == found)
        #expect(try ModelPlacement(cache: site.cache).place(found, at: target))
        #expect(Array(try Data(contentsOf: URL(fileURLWithPath: target))) == Self.bytes)
    }

    @Test("[gg-32] what is there with the same bytes is not written again")
    func kept() throws {
        let server = try StandInServer { request, line in line.serve(Self.bytes, etag: "\"1\"", to: request) }
        let site = try Site()
        let found = try site.fetch.fetch(file(server)) { _, _ in }
        let target = site.folder.path + "/model.bin"
        let placement = ModelPlacement(cache: site.cache)
        #expect(try placement.place(found, at: target))
        let first = try FileManager.default.attributesOfItem(atPath: target)[.systemFileNumber] as? UInt64
        #expect(try placement.place(found, at: target))
        #expect(try FileManager.default.attributesOfItem(atPath: target)[.systemFileNumber] as? UInt64 == first)
        try Data("other".utf8).write(to: URL(fileURLWithPath: target))
        #expect(try placement.place(found, at: target))
        #expect(try ModelFetch.digest(of: target) == found)
    }

    private func whole(_ site: Site) throws -> String {
        let path = site.folder.path + "/whole"
        try Data(Self.bytes).write(to: URL(fileURLWithPath: path))
        return path
    }
}
