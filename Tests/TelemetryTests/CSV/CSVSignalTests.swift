import Telemetry
import Testing

@Suite struct CSVSignalTests {
    /// Reads a text in pieces of so many bytes.
    private func rows(_ text: String, pieces: Int = 1, column: String? = nil) throws -> [CSVSignal.Row] {
        var signal = CSVSignal(column: column)
        var rows: [CSVSignal.Row] = []
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            signal.append(bytes[start..<min(bytes.count, start + pieces)])
            while let row = try signal.next() { rows.append(row) }
        }
        signal.end()
        while let row = try signal.next() { rows.append(row) }
        return rows
    }

    @Test("[telemetry-55] a text is read the same in pieces of any size", arguments: [1, 2, 3, 7, 1000])
    func pieces(size: Int) throws {
        let text =
            "\u{FEFF}time;\"the \"\"x\"\"\nof it\";b\r\n0;1.5;2\r\n1;;2\r\n\r\n2;nan;2\r\n3;\"-1e999\";\"a;\"\"b\"\r\n4;7;2"
        let rows = try rows(text, pieces: size, column: "the \"x\"\nof it")
        #expect(rows.map(\.line) == [3, 4, 6, 7, 8])
        #expect(rows.map { $0.value.isNaN ? 99 : $0.value } == [1.5, 99, 99, -.infinity, 7])
        #expect(rows.map { $0.time?.microseconds } == [0, 1_000_000, 2_000_000, 3_000_000, 4_000_000])
    }

    @Test(
        "[telemetry-55] a number a line needs no header, and a blank line is a missing number",
        arguments: [1, 5, 99]
    )
    func plain(size: Int) throws {
        let rows = try rows("1\n2\n\n\nNaN\n-3.5e1\n", pieces: size)
        #expect(rows.map(\.line) == [1, 2, 3, 4, 5, 6])
        #expect(rows.map { $0.value.isNaN ? 99 : $0.value } == [1, 2, 99, 99, 99, -35])
        #expect(try self.rows("x\n1\n\n2\n", pieces: size).map(\.line) == [2, 3, 4])
    }

    @Test("[telemetry-55] a row is there as soon as its line has ended")
    func atOnce() throws {
        var signal = CSVSignal(column: nil)
        signal.append([UInt8]("1\n".utf8)[...])
        #expect(try signal.next()?.value == 1)
        #expect(try signal.next() == nil)
        signal.append([UInt8]("2".utf8)[...])
        #expect(try signal.next() == nil)
        signal.append([UInt8]("5\n".utf8)[...])
        #expect(try signal.next()?.value == 25)
    }

    @Test(
        "[telemetry-56] what cannot be read is refused with its line",
        arguments: [
            ("1\n2\nwarm\n", nil, "line 3, column 1: 'warm' where a number was expected"),
            ("x,y\n1,2\n3\n", "x", "line 3: 1 cells where the first line has 2"),
            ("x,y\n1,2\n", "z", "there is no column 'z'; the file has x, y"),
            ("x,y\n1,2\n", nil, "the file has the columns x, y; name the one to read"),
            ("", nil, "the text is empty"), ("\n\n", nil, "the text is empty"),
            ("time,x\nsoon,2\n", "x", "line 2, column 1: 'time' holds 'soon'"),
            ("1\n2\n", "x", "the first line holds numbers"), ("x\n\"1", nil, "ends inside a cell in quotes"),
        ]
    )
    func refuses(text: String, column: String?, message: String) {
        let error = #expect(throws: CSVError.self) { try rows(text, pieces: 3, column: column) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test("[telemetry-56] a line without an end is refused before it has filled the memory")
    func endless() throws {
        var signal = CSVSignal(column: nil)
        let piece = [UInt8](repeating: UInt8(ascii: "1"), count: 1 << 16)[...]
        let error = #expect(throws: CSVError.self) {
            for _ in 0..<64 {
                signal.append(piece)
                let row = try signal.next()
                #expect(row == nil)
            }
        }
        #expect(error?.description.contains("more than 1048576 bytes") == true, "\(error?.description ?? "")")
    }

    @Test("[telemetry-53] numbers that are not finite are taken where the caller says so")
    func nonFinite() throws {
        let bytes = Array("x,y\nnan,1\n-1e999,inf\n".utf8)
        let table = try CSVTable(bytes, CSVOptions(allowsNonFinite: true))
        #expect(table.values[0].isNaN && Array(table.values[1...]) == [1, -.infinity, .infinity])
        #expect(throws: CSVError.self) { try CSVTable(bytes) }
    }
}
