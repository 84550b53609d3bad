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
            try append(table, chosen)
            files.append(Baseline.File(name: file.name, sha256: file.digest, rows: chosen.count))
        } catch {
            throw LabError("\(file.path): \(error)")
        }
    }

    private static func read(_ file: InputFile, _ plan: TrainingPlan) throws(CSVError) -> CSVTable {
        let header = try CSVTable.header(file.bytes, delimiter: plan.delimiter)
        for name in plan.excluded where !header.contains(name) {
            throw CSVError("there is no column '\(name)' to leave out; the file has \(header.joined(separator: ", "))")
        }
        let mark = TrainingPlan.anomalyColumn
        let hasMarks = header.contains(mark) && plan.columns?.contains(mark) != true && !plan.excluded.contains(mark)
        let options = CSVOptions(
            delimiter: plan.delimiter,
            columns: plan.columns,
            time: plan.time,
            texts: hasMarks ? [mark] : [],
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

    private mutating func append(_ table: CSVTable, _ chosen: [Int]) throws(LabError) {
        var previous: Int?
        for index in chosen {
            // Rows that were left out between two others tear a window apart, as a border of files does.
            if previous != index - 1 { borders.append(rows.count / fields.count) }
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
        if let marks = table.texts.first {
            marked += chosen.count { Double(marks[$0]) == 1 || marks[$0].lowercased() == "true" }
        }
        if let source = table.times { times?.append(contentsOf: chosen.map { source[$0] }) }
    }
}
