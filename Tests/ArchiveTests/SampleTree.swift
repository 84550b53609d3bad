import Foundation
import Glibc
import Support

/// Files to be archived.
enum SampleTree {
    /// Bytes that do not shrink, the same ones every time.
    static func noise(_ count: Int, seed: UInt64 = 1) -> Data {
        var state = seed
        var bytes = Data(capacity: count)
        while bytes.count < count {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for shift in [24, 32, 40, 48] { bytes.append(UInt8(truncatingIfNeeded: state >> UInt64(shift))) }
        }
        return bytes.prefix(count)
    }

    /// Bytes that shrink well, and have no short period.
    static func text(_ count: Int) -> Data {
        var text = Data()
        var line = 0
        while text.count < count {
            text.append(contentsOf: "line \(line) of a log, value \(line &* 2_654_435_761 % 1013)\n".utf8)
            line += 1
        }
        return text.prefix(count)
    }

    /// Writes files in the order of `names`, with their folders.
    static func write(_ files: [String: Data], order: [String]? = nil, to folder: String) throws {
        for name in order ?? files.keys.sorted() {
            let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try files[name]?.write(to: url)
        }
    }

    /// A component's folder with all kinds of files.
    static func app(_ folder: String, order: [String]? = nil) throws {
        let files = [
            "run.sh": Data("#!/bin/sh\n".utf8), "app.py": text(5000), ".hidden": Data("h".utf8),
            "tests/t.py": Data("t".utf8),
            "empty.txt": Data(), "data/frames.bin": noise(2 << 20), "data/log.txt": text(3 << 20),
            "data/größe.txt": Data("ü".utf8), "lib/__init__.py": Data(),
        ]
        try write(files, order: order, to: folder)
        unsafe mkdir("\(folder)/emptydir", 0o755)
        unsafe chmod("\(folder)/run.sh", 0o755)
    }

    /// Runs a Python script; returns what it prints.
    static func python(_ script: String, _ arguments: String...) async throws -> String {
        let program = Project.root.appendingPathComponent(".marram/venv/bin/python").path
        let result = try await Command([program, "-c", script] + arguments).run()
        guard result.code == 0 else { throw SupportError(result.errors) }
        return result.output
    }
}
