import Anomaly
import Drift
import Telemetry

/// The features of one or more CSV files, column by column.
struct FeatureTable {
    /// The features, in order; of equally many rows.
    private(set) var columns: [ReferenceColumn] = []
    /// The rows' times; nil without a column of times.
    private(set) var times: [Timestamp]?
    /// Where the rows come from.
    private(set) var files: [Baseline.File] = []
    /// Columns of the first file that are no features.
    private(set) var leftOut: [String] = []

    /// The feature of a name; nil: there is none.
    subscript(name: String) -> ReferenceColumn? { columns.first { $0.name == name } }

    /// How many rows there are.
    var rows: Int { files.reduce(0) { $0 + $1.rows } }

    /// The part of rows that the model was wrong in, by the first column of errors that has nothing but 0 and 1.
    var errorRate: Double? {
        columns.lazy.filter { $0.scope == .error }.compactMap(\.shareOfOnes).first
    }

    /// Reads files one after the other.
    ///
    /// - Throws: What is wrong, with file, line and column.
    init(_ paths: [String], _ choice: FeatureChoice) throws(LabError) {
        for path in paths {
            let file = try InputFile(path)
            do {
                try add(file, choice)
            } catch {
                throw LabError("\(path): \(error)")
            }
        }
    }

    private mutating func add(_ file: InputFile, _ choice: FeatureChoice) throws {
        let header = try CSVTable.header(file.bytes, delimiter: choice.delimiter)
        let time = try Self.timeColumn(header, choice)
        let features = try choice.features(of: header, time: time)
        guard !features.contains("") else {
            throw LabError(
                "a column has no name, as an index has none; name it, or leave it out by --exclude-column ''"
            )
        }
        let texts = features.filter((choice.categorical + choice.boolean).contains)
        let table = try Self.table(
            file,
            CSVOptions(
                delimiter: choice.delimiter,
                columns: features.filter { !texts.contains($0) },
                time: choice.time,
                texts: texts,
                allowsNonFinite: true
            )
        )
        let chosen = try choice.rows.indices(of: table)
        let read = try features.map { try Self.column($0, table, texts.firstIndex(of: $0), choice, chosen) }
        try append(read, table.times.map { times in chosen.map { times[$0] } })
        if files.isEmpty { leftOut = header.filter { !features.contains($0) && $0 != time } }
        files.append(Baseline.File(name: file.name, sha256: file.digest, rows: chosen.count))
    }

    private static func timeColumn(_ header: [String], _ choice: FeatureChoice) throws -> String? {
        var options = CSVOptions(time: choice.time)
        options.columns = choice.columns
        options.texts = choice.categorical + choice.boolean
        return try CSVTable.timeColumn(of: header, options)
    }

    private static func table(_ file: InputFile, _ options: CSVOptions) throws -> CSVTable {
        do throws(CSVError) {
            return try CSVTable(file.bytes, options)
        } catch {
            let isText = error.message.contains("where a number was expected")
            throw LabError("\(error)\(isText ? "; --categorical takes a column of names" : "")")
        }
    }

    private static func column(
        _ name: String,
        _ table: CSVTable,
        _ text: Int?,
        _ choice: FeatureChoice,
        _ rows: [Int]
    ) throws -> ReferenceColumn {
        let scope = choice.scopes[name] ?? .input
        guard let text else {
            let (place, width) = (table.names.firstIndex(of: name) ?? 0, table.names.count)
            return ReferenceColumn(name, .numeric(rows.map { table.values[$0 * width + place] }), scope: scope)
        }
        let texts = table.texts[text]
        guard choice.boolean.contains(name) else {
            return ReferenceColumn(name, .categorical(rows.map { texts[$0].isEmpty ? nil : texts[$0] }), scope: scope)
        }
        let truths = try rows.map { row in
            guard let truth = truth(texts[row]) else {
                throw LabError(
                    "line \(table.lines[row]): '\(name)' holds '\(texts[row].prefix(40))'; expected 0 or 1, or false or true"
                )
            }
            return truth
        }
        return ReferenceColumn(name, .boolean(truths), scope: scope)
    }

    /// 0 or 1; NaN where nothing stands; nil for anything else.
    private static func truth(_ text: String) -> Double? {
        switch text.lowercased() {
        case "", "nan": .nan
        case "false": 0
        case "true": 1
        default: Double(text).flatMap { $0 == 0 || $0 == 1 ? $0 : nil }
        }
    }

    private mutating func append(_ read: [ReferenceColumn], _ times: [Timestamp]?) throws(LabError) {
        guard !columns.isEmpty else {
            (columns, self.times) = (read, times)
            return
        }
        guard read.map(\.name) == columns.map(\.name) else {
            throw LabError(
                "the columns are \(read.map(\.name).joined(separator: ", ")), those of the first file "
                    + "\(columns.map(\.name).joined(separator: ", ")); name the columns of all files by --columns"
            )
        }
        columns = zip(columns, read).map { $0.followed(by: $1) }
        // Times of some files alone say nothing of all rows.
        if let before = self.times, let times { self.times = before + times } else { self.times = nil }
    }
}

extension ReferenceColumn {
    /// The share of ones where all values that are there are 0 or 1.
    fileprivate var shareOfOnes: Double? {
        switch values {
        case .categorical: return nil
        case .numeric(let values), .boolean(let values):
            let present = values.filter { !$0.isNaN }
            guard !present.isEmpty, present.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
            return present.reduce(0, +) / Double(present.count)
        }
    }

    /// The same with the rows of another behind it, which is of the same type.
    fileprivate func followed(by other: ReferenceColumn) -> ReferenceColumn {
        switch (values, other.values) {
        case (.numeric(let one), .numeric(let two)): ReferenceColumn(name, .numeric(one + two), scope: scope)
        case (.boolean(let one), .boolean(let two)): ReferenceColumn(name, .boolean(one + two), scope: scope)
        case (.categorical(let one), .categorical(let two)):
            ReferenceColumn(name, .categorical(one + two), scope: scope)
        default: self
        }
    }
}
