import Foundation
import Glibc

/// A file system that is full.
public enum SmallDisk {
    /// Longest time until a file system says that nothing is free: space of files that are gone comes back a little later.
    private static let patience = Duration.seconds(10)

    /// Writes zeros to a file until nothing more goes, and the file system says that nothing is free.
    ///
    /// - Throws: `SupportError` where the file cannot be made.
    public static func fill(_ path: String) throws {
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw SupportError("\(path) cannot be made") }
        let deadline = ContinuousClock.now + patience
        var refused = 0
        while refused < 16 || (freeBlocks(path) > 0 && .now < deadline) {
            refused = (try? handle.write(contentsOf: Data(count: 1024))) == nil ? refused + 1 : 0
        }
        try handle.close()
    }

    /// Removes the file that filled it, and waits until the file system says that there is room.
    ///
    /// - Throws: What the file system says; `SupportError` where no room comes of it.
    public static func empty(_ path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let before = freeBlocks(folder)
        try FileManager.default.removeItem(atPath: path)
        let deadline = ContinuousClock.now + patience
        while freeBlocks(folder) <= before + 64 {
            guard .now < deadline else { throw SupportError("\(path) is removed, but its room does not come back") }
            sched_yield()
        }
    }

    private static func freeBlocks(_ path: String) -> UInt {
        var found = statvfs()
        guard unsafe statvfs(path, &found) == 0 else { return 0 }
        return UInt(found.f_bavail)
    }
}
