import Foundation
import Glibc
import Support

/// A script that ends with 7, and is open for writing for a moment more, as in a process that has yet to become its program.
struct BusyScript {
    let path: String

    init(in folder: TemporaryFolder) throws {
        path = try folder.write("#!/bin/sh\nexit 7\n", to: "busy.sh")
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        let writing = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard writing >= 0 else { throw SupportError("\(path) cannot be opened: errno \(errno)") }
        Thread.detachNewThread {
            // What holds it does not say when it lets go.
            usleep(100_000)
            close(writing)
        }
    }
}
