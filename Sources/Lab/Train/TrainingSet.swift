import Anomaly
import Telemetry
import Training

/// The rows that a model is trained on, and where they came from.
struct TrainingSet {
    let table: TrainingTable
    let files: [Baseline.File]
    /// Columns that were left out because of their names.
    let leftOut: [String]
    /// Rows that are marked as anomalous by a column that was left out.
    let marked: Int

    /// Reads the files of a plan.
    ///
    /// - Throws: What is wrong, with file, line and column.
    init(_ plan: TrainingPlan) throws(LabError) {
        var gathered = Gathered()
        for path in plan.files { try gathered.add(try InputFile(path), plan) }
        files = gathered.files
        leftOut = gathered.leftOut
        marked = gathered.marked
        guard plan.maximalGapSeconds == nil || gathered.times != nil else {
            throw LabError("--max-gap needs times, and no column of times was found; name it by --time-column")
        }
        do throws(TrainingError) {
            table = try TrainingTable(
                fields: gathered.fields,
                rows: gathered.rows,
                times: gathered.times,
                borders: gathered.borders,
                maximalGapSeconds: plan.maximalGapSeconds
            )
        } catch {
            throw LabError(error.message)
        }
    }
}

/// Rows of one file after the other.
private struct Gathered {
    var fields: [String] = []
    var rows: [Double] = []
    var times: [Timestamp]?
    var borders: [Int] = []
    var files: [Baseline.File] = []
    var leftOut: [String] = []
    var marked = 0

    mutating func add(_ file: InputFile, _ plan: TrainingPlan) throws(LabError) {
        do {
            let table = try Self.read(file, plan)
            if files.isEmpty { try begin(file, table, plan) }
            try check(table)
            let chosen = try plan.rows.indices(of: table)
            let hasKeys = plan.key != nil
            try append(table, Self.streams(table, chosen, hasKeys: hasKeys), hasKeys: hasKeys)
            files.append(Baseline.File(name: file.name, sha256: file.digest, rows: chosen.count))
        } catch {
            throw LabError("\(file.path): \(error)")
        }
    }

    private static func read(_ file: InputFile, _ plan: TrainingPlan) throws(CSVError) -> CSVTable {
        let header = try CSVTable.header(file.bytes, delimiter: plan.delimiter)
        if let key = plan.key, !header.contains(key) {
            throw CSVError("there is no column '\(key)' with keys; the file has \(header.joined(separator: ", "))")
        }
        if let key = plan.key, plan.columns?.contains(key) == true || plan.excluded.contains(key) {
            throw CSVError("the column '\(key)' holds keys; it can neither be learnt nor left out")
        }
        for name in plan.excluded where !header.contains(name) {
            throw CSVError("there is no column '\(name)' to leave out; the file has \(header.joined(separator: ", "))")
        }
        let mark = TrainingPlan.anomalyColumn
        let hasMarks =
            header.contains(mark) && plan.columns?.contains(mark) != true && !plan.excluded.contains(mark)
            && plan.key != mark
        let options = CSVOptions(
            delimiter: plan.delimiter,
            columns: plan.columns,
            time: plan.time,
            texts: (plan.key.map { [$0] } ?? []) + (hasMarks ? [mark] : []),
            ignored: plan.excluded + TrainingPlan.labelColumns
        )
        return try CSVTable(file.bytes, options)
    }

    private mutating func begin(_ file: InputFile, _ table: CSVTable, _ plan: TrainingPlan) throws {
        let header = try CSVTable.header(file.bytes, delimiter: plan.delimiter)
        guard !table.names.isEmpty else {
            throw LabError("no column of numbers is left of \(header.joined(separator: ", "))")
        }
        guard !table.names.contains("") else {
            throw LabError(
                "column \((header.firstIndex(of: "") ?? 0) + 1) has no name, as an index has none; name it, or leave it out "
                    + "by --exclude-column ''"
            )
        }
        fields = table.names
        times = table.times.map { _ in [] }
        leftOut = header.filter { name in
            TrainingPlan.labelColumns.contains(name) && !fields.contains(name) && !plan.excluded.contains(name)
        }
    }

    private func check(_ table: CSVTable) throws(LabError) {
        guard table.names == fields else {
            throw LabError(
                "the columns are \(table.names.joined(separator: ", ")), those of the first file "
                    + "\(fields.joined(separator: ", ")); name the columns of all files by --columns"
            )
        }
        guard (table.times == nil) == (times == nil) else {
            throw LabError(
                "only some of the files have a column of times; name it by --time-column, or take 'none' of it"
            )
        }
    }

    /// A row that was chosen, and the row before it in its own stream.
    private struct Link {
        let row: Int
        let previous: Int?
    }

    /// The chosen rows, stream by stream: those of each key together, in their order.
    private static func streams(_ table: CSVTable, _ chosen: [Int], hasKeys: Bool) -> [Link] {
        guard hasKeys, let keys = table.texts.first else { return chosen.map { Link(row: $0, previous: $0 - 1) } }
        var streams: [String: Int] = [:]
        var found: [[Link]] = []
        var latest: [Int] = []
        var next = chosen[...]
        for row in 0..<table.rows {
            let stream = streams[keys[row]] ?? found.count
            if stream == found.count {
                streams[keys[row]] = stream
                found.append([])
                latest.append(-1)
            }
            if next.first == row {
                next.removeFirst()
                found[stream].append(Link(row: row, previous: latest[stream] < 0 ? nil : latest[stream]))
            }
            latest[stream] = row
        }
        return found.flatMap { $0 }
    }

    private mutating func append(_ table: CSVTable, _ chosen: [Link], hasKeys: Bool) throws(LabError) {
        var previous: Int?
        for link in chosen {
            let index = link.row
            // Rows that were left out between two others tear a window apart, as a border of files does.
            if previous == nil || previous != link.previous { borders.append(rows.count / fields.count) }
            previous = index
            let row = table.row(index)
            if let place = row.firstIndex(where: { !Float($0).isFinite }) {
                let found = row[place].isNaN ? "is empty" : "holds \(row[place]), more than a Float32 can"
                throw LabError(
                    "line \(table.lines[index]): '\(fields[place - row.startIndex])' \(found); fill the gap, leave out "
                        + "the row (--rows) or the column (--exclude-column)"
                )
            }
            rows.append(contentsOf: row)
        }
        if let marks = table.texts.dropFirst(hasKeys ? 1 : 0).first {
            marked += chosen.count { Double(marks[$0.row]) == 1 || marks[$0.row].lowercased() == "true" }
        }
        if let source = table.times { times?.append(contentsOf: chosen.map { source[$0.row] }) }
    }
}
