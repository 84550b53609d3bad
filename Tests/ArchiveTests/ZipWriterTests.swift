import Foundation
import Glibc
import Support
import Testing

@testable import Archive

@Suite("Zip files, written")
struct ZipWriterTests {
    private static let listing = """
        import json, sys, zipfile, hashlib
        with zipfile.ZipFile(sys.argv[1]) as z:
            assert z.testzip() is None
            print(json.dumps([[i.filename, oct(i.external_attr >> 16), list(i.date_time), i.compress_type,
                               hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist()]))
        """

    @Test("hold what the folder holds, as Python's zipfile reads them [build-10] [build-12]", arguments: [false, true])
    func readByPython(isWide: Bool) async throws {
        let folder = try TemporaryFolder()
        let root = "\(folder.path)/app"
        try SampleTree.app(root)
        // With zip64 for all that is over 1000 bytes or 5 entries.
        let writer = isWide ? ZipWriter(fieldLimit: 1000, countLimit: 5) : ZipWriter()
        var written: [UInt8] = []
        let tree = try FileTree.read(root: root)
        let size = try writer.write(tree, to: "\(folder.path)/app.zip") { span in
            for index in 0..<span.byteCount {
                unsafe written.append(span.unsafeLoadUnaligned(fromByteOffset: index, as: UInt8.self))
            }
        }
        let content = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/app.zip"))
        #expect(size == content.count)
        #expect(Data(written) == content)
        let output = try await SampleTree.python(Self.listing, "\(folder.path)/app.zip")
        let rows = try #require(JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[Any]])
        #expect(
            rows.compactMap { $0[0] as? String } == tree.entries.map { $0.kind == .folder ? $0.path + "/" : $0.path }
        )
        for (row, entry) in zip(rows, tree.entries) {
            let mode = entry.kind == .folder ? "0o40755" : entry.isExecutable ? "0o100755" : "0o100644"
            #expect(row[1] as? String == mode)
            #expect(row[2] as? [Int] == [1980, 1, 1, 0, 0, 0])
            let stored = entry.byteCount < 100 || entry.path == "data/frames.bin"
            #expect(row[3] as? Int == (stored ? 0 : 8), "\(entry.path)")
        }
        try ZipReader("\(folder.path)/app.zip").unpack(to: "\(folder.path)/out")
        #expect(try await Command(["diff", "-r", root, "\(folder.path)/out"]).run().output == "")
        #expect(FileManager.default.isExecutableFile(atPath: "\(folder.path)/out/run.sh"))
        #expect(size < 2_600_000)
    }

    @Test("are the same bytes whatever the times, the order of writing and the modes [build-11]")
    func reproducible() throws {
        let folder = try TemporaryFolder()
        var zips: [Data] = []
        for (name, mask) in [("a", mode_t(0o022)), ("b", mode_t(0o077))] {
            let root = "\(folder.path)/\(name)"
            try SampleTree.app(root)
            for file in ["app.py", "data/log.txt"] where name == "b" {
                let content = try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(file)"))
                unsafe unlink("\(root)/\(file)")
                try content.write(to: URL(fileURLWithPath: "\(root)/\(file)"))
                unsafe chmod("\(root)/\(file)", 0o666 & ~mask)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 1e9)],
                    ofItemAtPath: "\(root)/\(file)"
                )
            }
            unsafe chmod("\(root)/run.sh", 0o777 & ~mask)
            _ = try ZipWriter().write(try FileTree.read(root: root), to: "\(root).zip")
            zips.append(try Data(contentsOf: URL(fileURLWithPath: "\(root).zip")))
        }
        #expect(zips[0] == zips[1])
        try Data("#!/bin/sH\n".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/a/run.sh"))
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/a"), to: "\(folder.path)/a.zip")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/a.zip")) != zips[0])
    }

    @Test("of little have these bytes [build-11]")
    func golden() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a.txt": Data("hello\n".utf8), "app/d/b": Data()], to: folder.path)
        unsafe chmod("\(folder.path)/app/d/b", 0o700)
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        let content = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/app.zip"))
        #expect(content.map { String(format: "%02x", $0) }.joined() == Self.goldenBytes)
    }

    private static let goldenBytes =
        "504b03041400000800000000210020303a36060000000600000005000000612e74787468656c6c6f0a504b0304140000"
        + "0800000000210000000000000000000000000002000000642f504b030414000008000000002100000000000000000000"
        + "00000003000000642f62504b01022d031400000800000000210020303a36060000000600000005000000000000000000"
        + "0000a48100000000612e747874504b01022d031400000800000000210000000000000000000000000002000000000000"
        + "0000001000ed4129000000642f504b01022d031400000800000000210000000000000000000000000003000000000000"
        + "0000000000ed8149000000642f62504b05060000000003000300940000006a0000000000"

    @Test("replace what is there at once, and leave it alone where they fail [build-13]")
    func replacing() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a": Data(count: 100)], to: folder.path)
        let tree = try FileTree.read(root: "\(folder.path)/app")
        try folder.write("before", to: "app.zip")
        try Data(count: 101).write(to: URL(fileURLWithPath: "\(folder.path)/app/a"))
        let error = try #require(throws: ArchiveError.self) {
            _ = try ZipWriter().write(tree, to: "\(folder.path)/app.zip")
        }
        #expect(error.message.contains("changed while it was read"))
        #expect(try String(contentsOfFile: "\(folder.path)/app.zip", encoding: .utf8) == "before")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["app", "app.zip"])
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/app.zip")).starts(with: "PK".utf8))
    }

    @Test("of large files that shrink are smaller by as much as with one stream [build-12]")
    func blocks() async throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/log": SampleTree.text(20 << 20)], to: folder.path)
        let size = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        let script = "import sys, zlib; print(len(zlib.compress(open(sys.argv[1], 'rb').read(), 6)))"
        let whole = try #require(Int(try await SampleTree.python(script, "\(folder.path)/app/log").dropLast()))
        #expect(size < whole + whole / 50 + 1000)
        try ZipReader("\(folder.path)/app.zip").unpack(to: "\(folder.path)/out")
        #expect(try await Command(["cmp", "\(folder.path)/app/log", "\(folder.path)/out/log"]).run().code == 0)
    }
}
