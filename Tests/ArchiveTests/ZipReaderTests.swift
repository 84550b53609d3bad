import Foundation
import Glibc
import Support
import Testing

@testable import Archive

@Suite("Zip files, unpacked")
struct ZipReaderTests {
    /// Makes archives that are not as they should be; one a line: name, reason.
    private static let maker = """
        import io, os, stat, struct, sys, zipfile, zlib
        os.chdir(sys.argv[1])
        def make(name, entries, change=None, method=zipfile.ZIP_DEFLATED):
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, 'w', method) as z:
                for path, content, mode in entries:
                    info = zipfile.ZipInfo(path)
                    info.create_system = 3
                    info.external_attr = mode << 16
                    info.compress_type = method
                    z.writestr(info, content)
            data = stream.getvalue()
            open(name, 'wb').write(change(data) if change else data)
        F, L = 0o100644, 0o120777
        one = [('a', b'hello' * 100, F)]
        make('good.zip', [('run', b'x', 0o100755), ('dir/', b'', 0o40755), ('dir/f', b'y' * 9000, 0o104755),
                          ('dir/l', b'../run', L), ('deep/er/file', b'z', 0)])
        make('climbs.zip', [('../a', b'x', F)])
        make('climbs-inside.zip', [('b/../../a', b'x', F)])
        make('absolute.zip', [('/tmp/a', b'x', F)])
        make('dot.zip', [('./a', b'x', F)])
        make('backslash.zip', [('b\\\\a', b'x', F)])
        make('control.zip', [('b\\na', b'x', F)])
        make('twice.zip', [('a', b'x', F), ('a', b'y', F)])
        make('under-file.zip', [('a', b'x', F), ('a/b', b'y', F)])
        make('file-folder.zip', [('a', b'x', F), ('a/', b'', 0o40755)])
        make('link-out.zip', [('d/l', b'../../etc', L)])
        make('link-absolute.zip', [('l', b'/etc/passwd', L)])
        make('link-chain.zip', [('p/q/x', b'../..', L), ('y', b'p/q/x/..', L)])
        make('under-link.zip', [('l', b'.', L), ('l/b', b'y', F)])
        make('device.zip', [('d', b'', 0o20644)])
        make('encrypted.zip', one, lambda d: d.replace(b'PK\\1\\2\\x14\\3\\x14\\0\\0', b'PK\\1\\2\\x14\\3\\x14\\0\\1'))
        make('method.zip', one, lambda d: d, zipfile.ZIP_BZIP2)
        make('checksum.zip', [('a', b'hello', F)], lambda d: d.replace(b'hello', b'hellO'), zipfile.ZIP_STORED)
        make('cut.zip', one, lambda d: d[:-30])
        make('empty.zip', one, lambda d: b'')
        make('text.zip', one, lambda d: b'no zip file at all ' * 10)
        make('front.zip', one, lambda d: b'junk' + d)
        def central(d): return d.index(b'PK\\1\\2')
        def patch(d, at, value): return d[:at] + value + d[at + len(value):]
        make('size-more.zip', one, lambda d: patch(d, central(d) + 24, struct.pack('<I', 501)))
        make('size-less.zip', one, lambda d: patch(d, central(d) + 24, struct.pack('<I', 499)))
        make('offset.zip', one, lambda d: patch(d, central(d) + 42, struct.pack('<I', 9)))
        make('packed.zip', one, lambda d: patch(d, central(d) + 20, struct.pack('<I', 3000)))
        make('name-differs.zip', one, lambda d: patch(d, 30, b'b'))
        make('broken.zip', one, lambda d: patch(d, 32, b'\\xff\\xff\\xff'))
        make('count.zip', one, lambda d: patch(d, len(d) - 14, struct.pack('<HH', 2, 2)))
        make('overlap.zip', [('a', b'x' * 10, F), ('b', b'x' * 10, F)],
             lambda d: patch(d, d.rindex(b'PK\\1\\2') + 42, struct.pack('<I', 0)), zipfile.ZIP_STORED)
        make('bomb.zip', [(str(i), bytes(20 << 20), F) for i in range(4)])
        """

    private static let reasons: [(String, String)] = [
        ("climbs", "below the folder"), ("climbs-inside", "below the folder"), ("absolute", "below the folder"),
        ("dot", "below the folder"), ("backslash", "backslash"), ("control", "control character"), ("twice", "twice"),
        ("under-file", "file or a link"), ("file-folder", "twice"), ("link-out", "leads out"),
        ("link-absolute", "leads out"), ("link-chain", "leads out"), ("under-link", "file or a link"),
        ("device", "neither a file"), ("encrypted", "encrypted"), ("method", "method 12"), ("checksum", "CRC-32"),
        ("cut", "no zip file"), ("empty", "no zip file"), ("text", "no zip file"), ("front", "directory"),
        ("size-more", "has 500 bytes"), ("size-less", "larger than it says"), ("offset", "lies over"),
        ("packed", "lies over"), ("name-differs", "differ"), ("broken", "damaged at a"), ("count", "damaged"),
        ("overlap", "lies over"), ("bomb", "times its size"),
    ]

    @Test("that are bad leave nothing behind and say what is wrong [build-20] [build-21] [build-22]")
    func bad() async throws {
        let folder = try TemporaryFolder()
        _ = try await SampleTree.python(Self.maker, folder.path)
        for (name, reason) in Self.reasons {
            let out = "\(folder.path)/out-\(name)"
            let error = #expect(throws: ArchiveError.self, "\(name)") {
                try ZipReader("\(folder.path)/\(name).zip").unpack(to: out)
            }
            #expect(error?.message.contains(reason) == true, "\(name): \(error?.message ?? "")")
            #expect(unsafe access(out, F_OK) != 0, "\(name)")
            #expect(unsafe access("\(out).part", F_OK) != 0, "\(name)")
        }
    }

    @Test("that are good become files, folders and links inside with modes of their own [build-20] [build-23]")
    func good() async throws {
        let folder = try TemporaryFolder()
        _ = try await SampleTree.python(Self.maker, folder.path)
        let out = "\(folder.path)/out"
        try ZipReader("\(folder.path)/good.zip").unpack(to: out)
        let listing = try await Command(["find", out, "-mindepth", "1", "-printf", "%P %m %y\n"]).run().output
        #expect(
            listing.split(separator: "\n").sorted() == [
                "deep 755 d", "deep/er 755 d", "deep/er/file 644 f", "dir 755 d",
                "dir/f 755 f",
                "dir/l 777 l", "run 755 f",
            ]
        )
        #expect(try String(contentsOfFile: "\(out)/dir/l", encoding: .utf8) == "x")
    }

    @Test("are bounded in entries, bytes and how much larger they become [build-21]")
    func bounds() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a": Data(count: 100), "app/b": Data(count: 100)], to: folder.path)
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        let reader = ZipReader("\(folder.path)/app.zip")
        for change: (inout ZipReader.Limits) -> Void in [{ $0.entries = 1 }, { $0.bytes = 199 }] {
            var limits = ZipReader.Limits()
            change(&limits)
            let limited = limits
            #expect(throws: ArchiveError.self) { try reader.unpack(to: "\(folder.path)/out", limits: limited) }
        }
        var limits = ZipReader.Limits()
        (limits.entries, limits.bytes) = (2, 200)
        try reader.unpack(to: "\(folder.path)/out", limits: limits)
    }

    @Test("do not go where something is already [build-20]")
    func occupied() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a": Data(count: 100), "out/mine": Data()], to: folder.path)
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        #expect(throws: ArchiveError.self) { try ZipReader("\(folder.path)/app.zip").unpack(to: "\(folder.path)/out") }
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/out") == ["mine"])
    }

    @Test("cut or changed anywhere never crash, and never unpack to other bytes unnoticed [build-22]")
    func mutated() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a": SampleTree.text(600), "app/d/b": SampleTree.noise(40)], to: folder.path)
        _ = try ZipWriter().write(try FileTree.read(root: "\(folder.path)/app"), to: "\(folder.path)/app.zip")
        let whole = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/app.zip"))
        let draft = URL(fileURLWithPath: "\(folder.path)/bad.zip")
        for index in whole.indices {
            var bytes = whole
            bytes[index] ^= 0x41
            try bytes.write(to: draft)
            try? ZipReader(draft.path).unpack(to: "\(folder.path)/out")
            try? FileManager.default.removeItem(atPath: "\(folder.path)/out")
            try whole.prefix(index).write(to: draft)
            #expect(throws: ArchiveError.self, "cut at \(index)") {
                try ZipReader(draft.path).unpack(to: "\(folder.path)/out")
            }
        }
        for index in 0..<600 where index % 7 == 0 {
            var bytes = whole
            bytes[min(31 + index, whole.count - 200)] ^= 0x10
            try bytes.write(to: draft)
            if (try? ZipReader(draft.path).unpack(to: "\(folder.path)/out")) != nil {
                #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out/a")) == SampleTree.text(600))
            }
            try? FileManager.default.removeItem(atPath: "\(folder.path)/out")
        }
    }
}
