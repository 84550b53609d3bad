import OpenInference

/// Which columns of a CSV payload are for what.
struct LineColumns: Sendable {
    /// Between cells.
    let delimiter: UInt8
    /// True where the first line of every payload names the columns.
    let hasHeader: Bool
    /// What each wanted column is for, with the column; it is -1 where the header has not said yet.
    private(set) var targets: [(column: Int, target: PlanTarget)] = []
    /// How many cells a line has; nil: not known yet.
    private(set) var count: Int?
    var cells: [CSVCell] = []

    private let paths: [(path: FieldPath, target: PlanTarget)]
    /// The header that `targets` are of.
    private var header: [UInt8] = []

    init(_ plan: ReadingPlan) {
        guard case .csv(let columns, let delimiter) = plan.format else {
            (self.delimiter, hasHeader, paths) = (Ascii.comma, false, [])
            return
        }
        self.delimiter = delimiter
        hasHeader = columns == nil
        paths = plan.paths
        if let columns {
            count = columns.count
            targets = paths.compactMap { path, target in Self.column(path, columns).map { ($0, target) } }
        }
    }

    /// Takes the columns' names from the cells that have been read, unless they are those of the payload before.
    mutating func takeHeader(_ body: RawSpan) throws(InferError) {
        let line = body.extracting(0..<(cells.last?.end ?? 0))
        guard !isKnown(line) else { return }
        header.removeAll(keepingCapacity: true)
        let names = cells.map { $0.text(body) ?? "" }
        var found: [(column: Int, target: PlanTarget)] = []
        for (path, target) in paths {
            guard let column = Self.column(path, names) else {
                throw InferError(
                    .badInput,
                    "there is no column \(path); the payload's first line has \(names.prefix(32).joined(separator: ", "))"
                )
            }
            found.append((column, target))
        }
        targets = found
        count = names.count
        header.append(line)
    }

    private func isKnown(_ line: RawSpan) -> Bool {
        guard line.byteCount == header.count, !header.isEmpty else { return false }
        for index in header.indices where header[index] != line.byte(index) { return false }
        return true
    }

    private static func column(_ path: FieldPath, _ columns: [String]) -> Int? {
        switch path.steps.first {
        case .key(let name)?: columns.firstIndex(of: name)
        case .index(let index)?: columns.indices.contains(index) ? index : nil
        case nil: nil
        }
    }
}
