import Cryptography
import Foundation
import Models
import MQTT
import Support
import Testing
import Transfer

@Suite("Fetching a bundle")
struct BundleFetchTests {
    @Test("brings every file, reads it back and says how far it is", arguments: ["manifest.json", "press.tar"])
    func whole(_ name: String) throws {
        let bundle = try PressBundle()
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/\(name)"))
        let offer = try fetch.manifest()
        #expect(offer.id == bundle.id)
        #expect(offer.keyID == "lab")
        let found = try fetch.files(of: offer.id)
        #expect(found.id == bundle.id)
        #expect(found.isSigned)
        #expect(scene.names(found.folder) == bundle.files.keys.sorted())
        for (file, bytes) in bundle.files {
            #expect(try Data(contentsOf: URL(fileURLWithPath: found.path(file))) == Data(bytes), "\(file)")
        }
        let last = try #require(scene.told.withLock { $0.last })
        #expect(last == FetchProgress(done: bundle.byteCount, total: bundle.byteCount, resumed: 0))
        #expect(
            scene.told.withLock { $0.count } == 2,
            "at the first piece and at the end: the clock stands still [store-29]"
        )
        #expect(scene.pauses.withLock { $0.isEmpty })
    }

    @Test("fetches files without chunks, too")
    func unchunked() throws {
        let bundle = try PressBundle(isChunked: false)
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
    }

    @Test("goes on where the line broke, and fetches nothing twice [store-20]", arguments: [true, false])
    func broken(_ isChunked: Bool) throws {
        let bundle = try PressBundle(isChunked: isChunked)
        let breaks = Guarded([100_000, 50_000])
        let server = try StandInServer { request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            let bytes = bundle.files[name] ?? []
            let isProbe = request.header("Range") == "bytes=0-0"
            guard name == PressBundle.weights, !isProbe, let count = breaks.withLock({ $0.popLast() }) else {
                return _ = line.serve(bytes, etag: "\"a\"", to: request)
            }
            let range = request.header("Range").map { $0.dropFirst(6).split(separator: "-") }
            let first = Int(range?.first ?? "0") ?? 0
            let rest = bytes.count - first
            line.send("HTTP/1.1 206 Part\r\nETag: \"a\"\r\nContent-Length: \(rest)\r\n")
            line.send("Content-Range: bytes \(first)-\(bytes.count - 1)/\(bytes.count)\r\n\r\n")
            line.send(Array(bytes[first..<first + count]))
            line.close()
        }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"))
        _ = try fetch.files(of: fetch.manifest().id)
        let asked = server.ranges(of: PressBundle.weights).filter { $0 != "bytes=0-0" }
        #expect(asked == ["bytes=0-299999", "bytes=50000-299999", "bytes=150000-299999"])
        #expect(scene.pauses.withLock { $0.count } == 2)
    }

    /// Ends a fetch after so many chunks, as a process that is killed would; returns the path of what is left.
    private func interrupted(_ scene: FetchScene, _ bundle: PressBundle, _ url: String, chunks: Int) throws -> String {
        let cancellation = Cancellation()
        let passed = Guarded(0)
        let faults = FaultPoints { name in
            guard name == "C4" else { return }
            if passed.withLock({
                $0 += 1; return $0
            }) == chunks {
                cancellation.cancel()
            }
        }
        let fetch = try scene.fetch(bundle, from: url, cancellation: cancellation, faults: faults)
        let id = try fetch.manifest().id
        #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == .cancelled }
        return try scene.staging().path + "/\(PressBundle.weights).part"
    }

    @Test(
        "keeps whole good chunks over a restart and asks for the rest with the etag [store-21]",
        arguments: ["as it was", "with a hole", "with a torn end"]
    )
    func restart(_ condition: String) throws {
        let bundle = try PressBundle(weights: 3_000_000)
        let server = try bundle.server()
        let scene = try FetchScene()
        let url = server.url("/press/manifest.json")
        let part = try interrupted(scene, bundle, url, chunks: 4)
        let handle = try #require(FileHandle(forUpdatingAtPath: part))
        let length = Int(try handle.seekToEnd())
        #expect(length >= 4 * PressBundle.chunk)
        let kept: Int
        switch condition {
        case "with a hole":
            try handle.seek(toOffset: UInt64(2 * PressBundle.chunk + 10))
            try handle.write(contentsOf: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
            kept = 2
        case "with a torn end":
            try handle.truncate(atOffset: UInt64(3 * PressBundle.chunk + 5))
            kept = 3
        default: kept = length / PressBundle.chunk
        }
        try handle.close()
        server.requests.change { $0.removeAll() }
        let fetch = try scene.fetch(bundle, from: url)
        _ = try fetch.files(of: bundle.id)
        let asked = server.requests.value
        #expect(asked.map(\.target).filter { $0.contains("manifest") }.isEmpty, "the manifest is there already")
        let ranges = server.ranges(of: PressBundle.weights)
        #expect(ranges == ["bytes=\(kept * PressBundle.chunk)-2999999"])
        #expect(asked.last { $0.target.hasSuffix(PressBundle.weights) }?.header("If-Range") != nil)
        #expect(scene.told.withLock { $0.last?.resumed } ?? 0 >= Int64(kept * PressBundle.chunk))
    }

    @Test("begins a file anew when it has another etag [store-22]")
    func anotherEtag() throws {
        let bundle = try PressBundle(weights: 3_000_000)
        let scene = try FetchScene()
        let etag = Guarded("\"a\"")
        let server = try StandInServer { request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            line.serve(bundle.files[name] ?? [], etag: etag.withLock { $0 }, to: request)
        }
        let url = server.url("/press/manifest.json")
        _ = try interrupted(scene, bundle, url, chunks: 4)
        etag.withLock { $0 = "\"b\"" }
        server.requests.change { $0.removeAll() }
        _ = try scene.fetch(bundle, from: url).files(of: bundle.id)
        let ranges = server.ranges(of: PressBundle.weights)
        #expect(ranges.first?.hasPrefix("bytes=0-") == false)
        #expect(ranges.last == "bytes=0-2999999")
    }

    @Test("fetches a chunk again that came damaged, and that chunk alone [store-23]")
    func damagedChunk() throws {
        let bundle = try PressBundle()
        let damages = Guarded(1)
        let server = try StandInServer { request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            var bytes = bundle.files[name] ?? []
            if name == PressBundle.weights, request.header("Range") != "bytes=0-0",
                damages.withLock({
                    $0 -= 1; return $0
                }) >= 0
            {
                bytes[2 * PressBundle.chunk + 7] ^= 1
            }
            line.serve(bytes, etag: "\"a\"", to: request)
        }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"))
        _ = try fetch.files(of: fetch.manifest().id)
        let from = 2 * PressBundle.chunk
        #expect(server.ranges(of: PressBundle.weights).dropFirst() == ["bytes=0-299999", "bytes=\(from)-299999"])
    }

    @Test(
        "fails for good when a file stays another than the manifest says, and leaves nothing [store-24]",
        arguments: ["swapped", "shorter", "longer", "missing"]
    )
    func anotherFile(_ what: String) throws {
        var bundle = try PressBundle()
        let good = bundle
        switch what {
        case "swapped": bundle.files[PressBundle.weights]?[299_999] ^= 1
        case "shorter": bundle.files[PressBundle.weights]?.removeLast()
        case "longer": bundle.files[PressBundle.weights]?.append(0)
        default: bundle.files[PressBundle.weights] = nil
        }
        let server = try bundle.server()
        let scene = try FetchScene()
        let fetch = try scene.fetch(good, from: server.url("/press/manifest.json"))
        let id = try fetch.manifest().id
        let code: UpdateCode = what == "missing" ? .downloadFailed : .digestMismatch
        #expect { try fetch.files(of: id) } throws: { ($0 as? UpdateError)?.code == code }
        #expect(scene.names(scene.folder.path + "/data/models/press/staging") == [])
        #expect(server.requests.value.count < 12)
        #expect(scene.pauses.withLock { $0.isEmpty })
    }

    @Test("works with a server that knows no ranges: begins anew [store-25]")
    func noRanges() throws {
        let bundle = try PressBundle()
        let isFirst = Guarded(true)
        let server = try StandInServer { request, line in
            let name = String(request.target.split(separator: "/").last ?? "")
            let bytes = bundle.files[name] ?? []
            guard name == PressBundle.weights,
                isFirst.withLock({ isFirst in
                    defer { isFirst = false }; return isFirst
                })
            else {
                return _ = line.answer(200, body: bytes)
            }
            line.send("HTTP/1.1 200 OK\r\nContent-Length: \(bytes.count)\r\n\r\n")
            line.send(Array(bytes.prefix(200_000)))
            line.close()
        }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press/manifest.json"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
    }
}
