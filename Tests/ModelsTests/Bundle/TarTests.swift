import Cryptography
import Foundation
import Models
import Support
import Testing

/// A header with something changed and its sum made right again.
private func header(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var block = TarHeader(name: "model.onnx", size: 5).block()
    change(&block)
    let sum = block.enumerated().reduce(0) { $0 + ((148..<156).contains($1.offset) ? 0x20 : Int($1.element)) }
    let digits = Array(String(sum, radix: 8).utf8)
    block.replaceSubrange(148..<156, with: Array(repeating: 0x30, count: 6 - digits.count) + digits + [0, 0x20])
    return block
}

private func put(_ text: String, _ offset: Int) -> @Sendable (inout [UInt8]) -> Void {
    { block in block.replaceSubrange(offset..<offset + text.utf8.count, with: text.utf8) }
}

private let bad: [(name: String, code: UpdateCode, change: @Sendable (inout [UInt8]) -> Void)] = [
    ("a link", .badPath, put("2", 156)), ("a hard link", .badPath, put("1", 156)),
    ("a device", .badPath, put("3", 156)),
    ("a folder", .badPath, put("5", 156)), ("a pipe", .badPath, put("6", 156)), ("pax", .badPath, put("x", 156)),
    ("global pax", .badPath, put("g", 156)), ("a long name", .badPath, put("L", 156)),
    ("a long link", .badPath, put("K", 156)),
    ("sparse", .badPath, put("S", 156)), ("a path upwards", .badPath, put("../x\0", 0)),
    ("an absolute path", .badPath, put("/x\0", 0)), ("a folder's file", .badPath, put("a/model.onnx\0", 0)),
    ("a hidden one", .badPath, put(".x\0", 0)), ("a prefix", .badPath, put("etc\0", 345)),
    ("no name", .badPath, put("\0", 0)),
    ("a size with letters", .badManifest, put("00000000zz5\0", 124)),
    ("no size", .badManifest, put("           \0", 124)),
    ("a negative size", .badManifest, put("-0000000005\0", 124)),
    ("a negative binary size", .badManifest, { for place in 124..<136 { $0[place] = 0xFF } }),
    ("a huge binary size", .badManifest, { for place in 124..<136 { $0[place] = place == 124 ? 0x80 : 0xFF } }),
    ("no ustar", .badManifest, put("other", 257)),
]

@Suite("Archives")
struct TarTests {
    @Test(
        "[bundle-13] a header is written and read, whatever the size",
        arguments: [0, 1, 511, 512, 1 << 32, 1 << 33, 1 << 39]
    )
    func headers(size: Int64) throws {
        let header = TarHeader(name: "model.onnx", size: size)
        #expect(try TarHeader(block: header.block()) == header)
        #expect(header.paddedSize % 512 == 0 && header.paddedSize >= size && header.paddedSize < size + 512)
    }

    @Test("[bundle-13] what bundles do not hold is refused", arguments: bad.indices)
    func refused(_ index: Int) {
        let error = #expect(throws: UpdateError.self) { try TarHeader(block: header(bad[index].change)) }
        #expect(error?.code == bad[index].code, "\(bad[index].name): \(error?.message ?? "taken")")
    }

    @Test("[bundle-13] a header that is damaged anywhere is refused")
    func damaged() throws {
        let block = TarHeader(name: "model.onnx", size: 5).block()
        for place in 0..<512 where !(154..<156).contains(place) {
            var other = block
            other[place] ^= 0x01
            #expect(throws: UpdateError.self, "byte \(place)") { try TarHeader(block: other) }
        }
        #expect(throws: UpdateError.self) { try TarHeader(block: Array(block.dropLast())) }
        #expect(TarHeader.isEnd(Array(repeating: 0, count: 512)) && !TarHeader.isEnd(block))
    }

    @Test("[bundle-14] an archive has the manifest first, and is the same for the same bundle; tar reads it")
    func written() async throws {
        let bundle = try SampleBundle()
        try BundleMaker.sign(bundle.path, with: SigningKey())
        let place = try TemporaryFolder()
        try TarArchive.write(BundleFolder(bundle.path), to: place.path + "/a.tar")
        try TarArchive.write(BundleFolder(bundle.path), to: place.path + "/b.tar")
        let bytes = try Data(contentsOf: place.url.appending(path: "a.tar"))
        #expect(try bytes == Data(contentsOf: place.url.appending(path: "b.tar")))
        let names = ["manifest.json", "manifest.sig", "model.onnx", "labels.txt"]
        #expect(try TarArchive.entries(of: place.path + "/a.tar").map(\.path) == names)
        let listed = try await Command(["tar", "tf", "a.tar"], folder: place.url).run()
        #expect(listed.output.split(separator: "\n").map(String.init) == names)
        try FileManager.default.createDirectory(atPath: place.path + "/out", withIntermediateDirectories: false)
        #expect(try await Command(["tar", "xf", "a.tar", "-C", "out"], folder: place.url).run().code == 0)
        #expect(throws: Never.self) { try BundleFolder.verify(folder: place.path + "/out", trust: nil) }
    }

    @Test("[bundle-14] archives of tar are read", arguments: ["ustar", "gnu", "v7"])
    func read(_ format: String) async throws {
        let bundle = try SampleBundle()
        let place = try TemporaryFolder()
        let tar = try await Command(
            ["tar", "--format=\(format)", "-cf", place.path + "/a.tar", "."],
            folder: bundle.folder.url
        ).run()
        #expect(tar.code == 0, "\(tar.errors)")
        if format == "v7" {
            #expect(throws: UpdateError.self) { try TarArchive.entries(of: place.path + "/a.tar") }
            return
        }
        let out = try TemporaryFolder()
        try TarArchive.unpack(place.path + "/a.tar", to: out.path)
        #expect(throws: Never.self) { try BundleFolder.verify(folder: out.path, trust: nil) }
        let error = #expect(throws: UpdateError.self) {
            try TarArchive.unpack(place.path + "/a.tar", to: out.path, limit: 10)
        }
        #expect(error?.code == .tooLarge)
    }

    @Test("[bundle-14] an archive that is cut off, holds a name twice, or is none, is refused")
    func unfit() throws {
        let place = try TemporaryFolder()
        let path = place.path + "/a.tar"
        func code(_ bytes: [UInt8]) throws -> UpdateCode? {
            try Data(bytes).write(to: URL(filePath: path))
            return #expect(throws: UpdateError.self) { try TarArchive.entries(of: path) }?.code
        }
        let (entry, end) = (
            TarHeader(name: "a", size: 5).block() + [UInt8](repeating: 1, count: 512),
            [UInt8](repeating: 0, count: 1024)
        )
        #expect(try code(Array(entry.dropLast(10))) == .badManifest)
        #expect(try code(entry) == .badManifest)
        #expect(try code(entry + entry + end) == .badPath)
        #expect(try code(entry + TarHeader(name: "A", size: 0).block() + end) == .badPath)
        #expect(try code([]) == .badManifest)
        #expect(try code(Array("PK".utf8) + end) == .badManifest)
        try Data(entry + end).write(to: URL(filePath: path))
        #expect(try TarArchive.entries(of: path) == [TarArchive.Entry(path: "a", offset: 512, size: 5)])
    }
}
