import Models
import Storage
import Telemetry

/// Writes rows of a binding for `marram train`: a CSV file with the time, a column that tells stretches apart, and the
/// model's fields.
///
/// Rows of different keys never make a window, nor do rows between which others are missing: each stretch has a number of
/// its own.
struct RowExport {
    /// Which rows are wanted.
    struct Choice: Sendable, Equatable {
        /// When they came in.
        var window: ClosedRange<Timestamp>
        /// How many there should be; where there are not half as many in the window, the clock was set, and the latest are taken.
        var expected: Int
        /// The most rows; the latest ones are taken.
        var most: Int
    }

    /// What was written.
    struct Outcome: Sendable, Equatable {
        var rows = 0
        var stretches = 0
        /// True: the window has far fewer rows than expected, and the latest ones were taken.
        var isLatest = false
        /// What could not be read.
        var complaints: [String] = []
    }

    /// The program ends.
    struct Stopped: Error {}

    private static let bufferBytes = 1 << 18

    let archive: RowArchive
    /// The names of the fields, in the model's order.
    let fields: [String]

    /// The column of times, microseconds since 1970.
    var timeColumn: String { unique("time") }
    /// The column that tells stretches apart.
    var stretchColumn: String { unique("stretch") }

    private func unique(_ name: String) -> String {
        var name = name
        while fields.contains(name) { name += "_" }
        return name
    }

    /// Writes the file, which must not be there, for this user alone.
    ///
    /// - Returns: What was written; no rows: nothing was.
    /// - Throws: `Stopped`, why the rows cannot be read, or why the file cannot be written.
    func write(_ choice: Choice, to path: String, until stop: () -> Bool) throws -> Outcome {
        var (within, all) = (0, 0)
        var outcome = Outcome()
        outcome.complaints = try archive.read { block in
            if stop() { throw Stopped() }
            for row in 0..<block.count where !block.isAnomalous(row) {
                all += 1
                if choice.window.contains(Timestamp(microseconds: block.arrival(of: row))) { within += 1 }
            }
        }
        outcome.isLatest = within < choice.expected / 2 && within < all
        let wanted = min(choice.most, outcome.isLatest ? min(all, choice.expected) : within)
        guard wanted > 0 else { return outcome }
        var writing = Writing(path: path, skipped: (outcome.isLatest ? all : within) - wanted, wanted: wanted)
        try writing.begin(header)
        _ = try archive.read { block in
            if stop() { throw Stopped() }
            try writing.add(block, from: outcome.isLatest ? nil : choice.window)
        }
        try writing.end()
        (outcome.rows, outcome.stretches) = (writing.rows, writing.stretches)
        return outcome
    }

    private var header: String {
        ([timeColumn, stretchColumn] + fields).map { name in
            "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }.joined(separator: ",")
    }

    /// A file that is being written.
    private struct Writing: ~Copyable {
        let path: String
        var skipped: Int
        let wanted: Int
        var rows = 0
        var stretches = 0
        private var file: NewFile?
        private var text: [UInt8] = []
        /// The stretch that the last row of a key is in.
        private var open: [[UInt8]: Int] = [:]

        init(path: String, skipped: Int, wanted: Int) {
            self.path = path
            self.skipped = skipped
            self.wanted = wanted
        }

        mutating func begin(_ header: String) throws(UpdateError) {
            file = try NewFile(path, mode: 0o600)
            text += Array("\(header)\n".utf8)
        }

        mutating func add(_ block: RowBlock, from window: ClosedRange<Timestamp>?) throws(UpdateError) {
            if block.beginsAnew { open.removeAll() }
            for row in 0..<block.count {
                let key = block.keys[block.key(of: row)]
                let isWanted = window?.contains(Timestamp(microseconds: block.arrival(of: row))) ?? true
                guard !block.isAnomalous(row), isWanted, rows < wanted else {
                    open[key] = nil
                    continue
                }
                guard skipped == 0 else {
                    skipped -= 1
                    continue
                }
                write(block, row, stretch(of: key))
                if text.count >= RowExport.bufferBytes { try flush() }
            }
        }

        mutating func end() throws(UpdateError) { try flush() }

        private mutating func stretch(of key: [UInt8]) -> Int {
            if let stretch = open[key] { return stretch }
            stretches += 1
            open[key] = stretches
            return stretches
        }

        private mutating func write(_ block: RowBlock, _ row: Int, _ stretch: Int) {
            rows += 1
            text += "\(block.time(of: row)),\(stretch)".utf8
            // The shortest text that is the same Float32: what was 20.3 before it was one is 20.3 again.
            for number in block.numbers(of: row) { text += ",\(number)".utf8 }
            text.append(UInt8(ascii: "\n"))
        }

        private mutating func flush() throws(UpdateError) {
            try file?.write(text)
            text.removeAll(keepingCapacity: true)
        }
    }
}
