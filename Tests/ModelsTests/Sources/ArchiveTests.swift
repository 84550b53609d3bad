import Foundation
import Models
import MQTT
import Support
import Testing
import Transfer

@Suite("Bundles in archives [store-5]")
struct ArchiveTests {
    private func manifest(_ archive: [UInt8], options: SourceOptions = SourceOptions()) throws -> SourceManifest {
        let folder = try TemporaryFolder()
        let path = folder.path + "/press.tar"
        try Data(archive).write(to: URL(fileURLWithPath: path))
        return try SourceAccess(options: options).open(SourceLocation("file://\(path)")).manifest(cancellation: nil)
    }

    private func expectRefusal(_ code: UpdateCode, _ archive: [UInt8], options: SourceOptions = SourceOptions()) {
        #expect { try manifest(archive, options: options) } throws: { ($0 as? SourceError)?.error.code == code }
    }

    private func padded(_ header: [UInt8], _ content: [UInt8]) -> [UInt8] {
        header + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
    }

    @Test(
        "are read in any order",
        arguments: [
            ["manifest.json", "manifest.sig", "model.onnx", "weights.bin", "empty.txt"],
            ["weights.bin", "empty.txt", "model.onnx", "manifest.sig", "manifest.json"],
        ]
    )
    func order(_ names: [String]) throws {
        let bundle = try PressBundle()
        let found = try manifest(bundle.archive(names))
        #expect(found == SourceManifest(manifest: bundle.manifest, signature: bundle.files["manifest.sig"]))
    }

    @Test("that tar has made are read")
    func madeByTar() async throws {
        let bundle = try PressBundle()
        let folder = try TemporaryFolder()
        try bundle.write(to: folder.path + "/press")
        let tar = try await Command([
            "tar", "--format=ustar", "-C", folder.path + "/press", "-cf", folder.path + "/p.tar", ".",
        ])
        .run()
        #expect(tar.code == 0)
        let location = try SourceLocation("file://\(folder.path)/p.tar")
        let scene = try FetchScene()
        let order = FetchOrder(location: location, trust: bundle.trust)
        let fetch = BundleFetch(order, into: try scene.staging(), access: SourceAccess(options: SourceOptions()))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
    }

    @Test("that are cut off are refused", arguments: [0, 100, 512, 1000])
    func cutOff(_ length: Int) throws {
        let archive = try PressBundle().archive()
        expectRefusal(.downloadFailed, Array(archive.prefix(length)))
        expectRefusal(.downloadFailed, Array(archive.dropLast(1024 + length)))
    }

    @Test("are refused with a name twice")
    func twice() throws {
        let bundle = try PressBundle()
        expectRefusal(.badPath, bundle.archive(["manifest.json", "manifest.sig", "model.onnx", "model.onnx"]))
    }

    @Test("are refused with more than a bundle can hold, before it is fetched")
    func bomb() throws {
        let header = TarHeader(name: "weights.bin", size: 1 << 40).block()
        let bundle = try PressBundle()
        let archive = bundle.archive(["manifest.json", "manifest.sig"]).dropLast(1024) + header
        expectRefusal(.tooLarge, Array(archive))
        expectRefusal(.tooLarge, bundle.archive(), options: SourceOptions(largestBundle: 200_000 - (1 << 20)))
    }

    @Test("are refused with more entries than a manifest can name")
    func entries() throws {
        let bundle = try PressBundle()
        var archive = Array(bundle.archive(["manifest.json"]).dropLast(1024))
        for number in 0..<300 { archive += TarHeader(name: "f\(number)", size: 0).block() }
        expectRefusal(.tooLarge, archive + [UInt8](repeating: 0, count: 1024))
    }

    @Test(
        "are refused with what is no flat regular file",
        arguments: ["../model.onnx", "a/model.onnx", ".hidden", "/etc/x"]
    )
    func names(_ name: String) throws {
        let bundle = try PressBundle()
        let archive = Array(bundle.archive(["manifest.json"]).dropLast(1024)) + TarHeader(name: name, size: 0).block()
        expectRefusal(.badPath, archive + [UInt8](repeating: 0, count: 1024))
    }

    @Test("without a manifest say so")
    func noManifest() throws {
        expectRefusal(.badManifest, try PressBundle().archive(["model.onnx"]))
    }

    @Test("are had from servers without ranges: small files come along in one passage")
    func noRanges() throws {
        let bundle = try PressBundle(weights: 2_000_000)
        let archive = bundle.archive()
        let server = try StandInServer { _, line in _ = line.answer(200, body: archive) }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press.tar"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        #expect(server.requests.value.count == 3, "one block, all of it, and once more for the large file")
    }

    @Test("go on where the line broke")
    func resumed() throws {
        let bundle = try PressBundle(weights: 1_000_000)
        let archive = bundle.archive()
        let breaks = Guarded(1)
        let server = try StandInServer { request, line in
            let range = (request.header("Range") ?? "").dropFirst(6).split(separator: "-").compactMap { Int($0) }
            guard range.count == 2, range[1] - range[0] > 900_000,
                breaks.withLock({
                    $0 -= 1; return $0
                }) >= 0
            else {
                return _ = line.serve(archive, etag: "\"a\"", to: request)
            }
            line.send("HTTP/1.1 206 Part\r\nETag: \"a\"\r\nContent-Length: \(range[1] - range[0] + 1)\r\n")
            line.send("Content-Range: bytes \(range[0])-\(range[1])/\(archive.count)\r\n\r\n")
            line.send(Array(archive[range[0]..<range[0] + 500_000]))
            line.close()
        }
        let scene = try FetchScene()
        let fetch = try scene.fetch(bundle, from: server.url("/press.tar"))
        #expect(try fetch.files(of: fetch.manifest().id).id == bundle.id)
        let ranges = server.ranges(of: "press.tar").map { $0.dropFirst(6).split(separator: "-").compactMap { Int($0) } }
        let bytes = ranges.filter { $0[1] - $0[0] > 10_000 }
        #expect(bytes.count == 2)
        #expect(bytes[1][0] - bytes[0][0] == 500_000)
    }

    @Test("that are changed while they are read are refused")
    func changed() throws {
        let bundle = try PressBundle()
        let archive = bundle.archive()
        let count = Guarded(0)
        let server = try StandInServer { request, line in
            let number = count.withLock {
                $0 += 1; return $0
            }
            line.serve(archive, etag: "\"\(number > 3 ? "b" : "a")\"", to: request)
        }
        let fetch = try FetchScene().fetch(bundle, from: server.url("/press.tar"))
        #expect { try fetch.manifest() } throws: { error in
            let error = error as? UpdateError
            return error?.code == .downloadFailed && error?.message.contains("changed") == true
        }
    }
}
