import Foundation
import Glibc
import Support
import Testing

@testable import Archive

@Suite("File trees")
struct FileTreeTests {
    @Test("hold everything, hidden files, tests and empty folders too, in the order of bytes [build-1] [build-2]")
    func everything() throws {
        let folder = try TemporaryFolder()
        try SampleTree.app(folder.path)
        try Data().write(to: folder.url.appendingPathComponent("data.txt"))
        let tree = try FileTree.read(root: folder.path)
        #expect(
            tree.entries.map(\.path) == [
                ".hidden", "app.py", "data.txt", "data", "data/frames.bin", "data/größe.txt", "data/log.txt",
                "empty.txt",
                "emptydir", "lib", "lib/__init__.py", "run.sh", "tests", "tests/t.py",
            ]
        )
        #expect(tree.entries.filter(\.isExecutable).map(\.path) == ["run.sh"])
        #expect(tree.entries.first { $0.path == "app.py" }?.byteCount == 5000)
    }

    @Test("leave out what is excluded, and do not look at it [build-1] [build-3]")
    func excluded() throws {
        let folder = try TemporaryFolder()
        try SampleTree.app(folder.path)
        unsafe symlink("/nowhere", folder.url.appendingPathComponent("tests/broken").path)
        unsafe symlink("/nowhere", folder.url.appendingPathComponent("broken").path)
        let patterns = try ["tests", "broken", "data/**", "*.py", ".*"].map { text throws(ArchiveError) in
            try ExcludePattern(text)
        }
        let tree = try FileTree.read(root: folder.path, excluding: patterns)
        #expect(tree.entries.map(\.path) == ["empty.txt", "emptydir", "lib", "lib/__init__.py", "run.sh"])
    }

    @Test("take what links inside the root lead to in their place [build-4]")
    func links() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["lib/a.py": Data("abc".utf8)], to: folder.path)
        unsafe symlink("lib/a.py", folder.url.appendingPathComponent("link.py").path)
        unsafe symlink("lib", folder.url.appendingPathComponent("linked").path)
        let tree = try FileTree.read(root: folder.path)
        #expect(tree.entries.map(\.path) == ["lib", "lib/a.py", "link.py", "linked", "linked/a.py"])
        #expect(tree.entries.map(\.byteCount) == [0, 3, 3, 0, 3])
    }

    @Test(
        "refuse links out of the root, to nothing and in circles [build-4]",
        arguments: [
            ("/etc/passwd", "leads out"), ("..", "leads out"), ("nothing", "nowhere"), ("bad", "itself"),
            (".", "lies in"),
        ]
    )
    func badLinks(target: String, reason: String) throws {
        let folder = try TemporaryFolder()
        unsafe symlink(target, folder.url.appendingPathComponent("bad").path)
        let error = try #require(throws: ArchiveError.self) { try FileTree.read(root: folder.path) }
        #expect(error.message.contains("\(folder.path)/bad"))
        #expect(error.message.contains(reason))
    }

    @Test("refuse a root beside the one whose name they begin with [build-4]")
    func siblings() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["app/a": Data(), "app2/b": Data()], to: folder.path)
        unsafe symlink("../app2/b", folder.url.appendingPathComponent("app/link").path)
        let error = try #require(throws: ArchiveError.self) { try FileTree.read(root: "\(folder.path)/app") }
        #expect(error.message.contains("leads out"))
    }

    @Test("refuse pipes, names that are not portable and missing roots [build-5]")
    func refused() throws {
        let folder = try TemporaryFolder()
        for (name, reason) in [("pipe", "a pipe"), ("back\\slash", "backslash"), ("new\nline", "control character")] {
            let path = folder.url.appendingPathComponent(name).path
            if name == "pipe" { unsafe mkfifo(path, 0o600) } else { try Data().write(to: URL(fileURLWithPath: path)) }
            let error = try #require(throws: ArchiveError.self) { try FileTree.read(root: folder.path) }
            #expect(error.message.contains(reason), "\(error)")
            unsafe unlink(path)
        }
        let bytes: [CChar] = "\(folder.path)/bad".utf8.map { CChar(bitPattern: $0) } + [-1, 0]
        unsafe close(open(bytes, O_CREAT | O_WRONLY, 0o600))
        #expect(throws: ArchiveError.self) { try FileTree.read(root: folder.path) }
        #expect(throws: ArchiveError.self) { try FileTree.read(root: "\(folder.path)/none") }
    }

    @Test("are bounded in number, bytes and depth [build-5]")
    func bounds() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["a/b/c": Data(count: 10), "d": Data(count: 10)], to: folder.path)
        for change: (inout FileTree.Limits) -> Void in [
            { $0.entries = 3 }, { $0.bytes = 19 }, { $0.depth = 1 }, { $0.path = 4 },
        ] {
            var limits = FileTree.Limits()
            change(&limits)
            let limited = limits
            #expect(throws: ArchiveError.self) { try FileTree.read(root: folder.path, limits: limited) }
        }
        var limits = FileTree.Limits()
        (limits.entries, limits.bytes, limits.depth, limits.path) = (4, 20, 2, 5)
        #expect(try FileTree.read(root: folder.path, limits: limits).entries.count == 4)
    }

    @Test("warn of names that differ by case alone [build-5]")
    func caseClash() throws {
        let folder = try TemporaryFolder()
        try SampleTree.write(["Read.me": Data(), "read.me": Data(), "other": Data()], to: folder.path)
        let warnings = try FileTree.read(root: folder.path).warnings
        #expect(warnings.count == 1)
        #expect(warnings.first?.contains("Read.me and read.me") == true)
    }
}
