import Glibc

/// Reads a component's log, and what is added to it.
public struct LocalLogReader: ~Copyable {
    private let path: String
    private var file: Int32
    private static let piece = 64 << 10

    /// Opens a log at its last lines.
    ///
    /// - Throws: `input`: there is none.
    public init(_ path: String, lastLines: Int) throws(ReleaseError) {
        self.path = path
        file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw ReleaseError(.input, "\(path) is not there: the component has not run here; 'gg local up' starts it")
        }
        lseek(file, Self.start(of: lastLines, in: file), SEEK_SET)
    }

    deinit { if file >= 0 { close(file) } }

    /// What follows, in pieces; none where nothing follows yet.
    ///
    /// A log that was put aside is read to its end before the new one.
    public mutating func next() -> [UInt8] {
        let bytes = Self.read(file)
        guard bytes.isEmpty, isReplaced else { return bytes }
        // More may have come between the look at its end and the look at its name.
        let rest = Self.read(file)
        guard rest.isEmpty else { return rest }
        let fresh = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard fresh >= 0 else { return [] }
        close(file)
        file = fresh
        return Self.read(file)
    }

    private var isReplaced: Bool {
        var mine = stat()
        var theirs = stat()
        return unsafe fstat(file, &mine) == 0 && stat(path, &theirs) == 0
            && (mine.st_ino != theirs.st_ino || mine.st_dev != theirs.st_dev)
    }

    /// Where the last lines begin; looked for from the end.
    private static func start(of lines: Int, in file: Int32) -> Int {
        var position = Int(lseek(file, 0, SEEK_END))
        var left = lines
        var isLast = true
        while position > 0 {
            let begin = max(0, position - piece)
            lseek(file, begin, SEEK_SET)
            let bytes = read(file, position - begin)
            for index in bytes.indices.reversed() where bytes[index] == UInt8(ascii: "\n") {
                // The line break at the very end closes the last line.
                if isLast, begin + index + 1 == position { isLast = false; continue }
                isLast = false
                left -= 1
                if left <= 0 { return begin + index + 1 }
            }
            if left <= 0 { return position }
            position = begin
        }
        return 0
    }

    private static func read(_ file: Int32, _ count: Int = piece) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = max(0, unsafe Glibc.read(file, buffer.baseAddress, buffer.count))
        }
    }
}
