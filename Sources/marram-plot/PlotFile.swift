import Foundation

/// Where a document comes from and a picture goes.
enum PlotFile {
    /// The most that is read.
    static let mostBytes = 200_000_000

    /// Reads a file, or standard input for "-".
    static func read(_ path: String) throws(PlotError) -> [UInt8] {
        let name = path == "-" ? "standard input" : path
        do {
            let file = path == "-" ? .standardInput : try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var bytes: [UInt8] = []
            while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty {
                bytes.append(contentsOf: chunk)
                guard bytes.count <= mostBytes else { break }
            }
            guard bytes.count <= mostBytes else {
                throw PlotError("\(name) is larger than \(mostBytes / 1_000_000) MB; draw fewer rows or series")
            }
            return bytes
        } catch let error as PlotError {
            throw error
        } catch {
            throw PlotError("\(name) cannot be read: \(reason(error))")
        }
    }

    /// Writes a file wholly or not at all, by way of a temporary one beside it.
    ///
    /// It takes a moment and is the last thing that is done: Ctrl-C no longer ends the program, so that the temporary file
    /// does not stay behind.
    static func write(_ bytes: [UInt8], to path: String) throws(PlotError) {
        for number in [SIGINT, SIGTERM, SIGHUP] { _ = signal(number, SIG_IGN) }
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw PlotError("\(path) cannot be written: \(reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? any Error
        return (cause ?? error).localizedDescription
    }
}
