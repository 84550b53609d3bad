import OpenInference
import Telemetry
import Tensors

/// Reads a CSV file in several ways, writes what was read and reads it again; stops the program where that differs.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCSVFile(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let names = try? CSVTable.header(bytes) else { return 0 }
    let wishes = [
        CSVOptions(), CSVOptions(time: .none, texts: names),
        CSVOptions(columns: Array(names.prefix(1)), labels: Array(names.suffix(1))),
    ]
    for wish in wishes {
        do {
            check(try CSVTable(bytes, wish), wish)
        } catch {
            precondition(!error.description.isEmpty, "refused without a message")
        }
    }
    return 0
}

private func check(_ table: CSVTable, _ options: CSVOptions) {
    precondition(table.rows > 0 && table.values.count == table.rows * table.names.count, "not a table")
    precondition(table.values.allSatisfy { !$0.isInfinite }, "an infinity")
    precondition(table.texts.count == options.texts.count && table.texts.allSatisfy { $0.count == table.rows }, "texts")
    precondition(table.times.map { $0.count == table.rows } ?? true, "times")
    let names = table.names + options.texts
    guard !names.contains("\u{1}") else { return }
    var written: [UInt8] = []
    // Every line ends with a cell of its own: a line of empty cells alone would be passed over.
    for name in names { written.appendCell(name) }
    written.append(contentsOf: [0x01, 0x0A])
    for row in 0..<table.rows {
        for value in table.row(row) {
            written.appendCSV(value)
            written.append(0x2C)
        }
        for text in table.texts { written.appendCell(text[row]) }
        written.append(contentsOf: [0x31, 0x0A])
    }
    do {
        let wish = CSVOptions(delimiter: 0x2C, columns: table.names + ["\u{1}"], time: .none, texts: options.texts)
        let read = try CSVTable(written, wish)
        let isSame = zip(read.values.indices, read.values).allSatisfy { index, value in
            let (row, column) = index.quotientAndRemainder(dividingBy: table.names.count + 1)
            return column == table.names.count || same(value, table.values[row * table.names.count + column])
        }
        precondition(isSame && read.texts == table.texts && read.rows == table.rows, "read again as something else")
    } catch {
        preconditionFailure("what was read cannot be written and read: \(error)")
    }
}

private func same(_ left: Double, _ right: Double) -> Bool { left == right || left.isNaN && right.isNaN }

extension [UInt8] {
    fileprivate mutating func appendCell(_ text: String) {
        appendCSV(text)
        append(0x2C)
    }
}
