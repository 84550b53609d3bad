/// Rows of texts below their headings, each column as wide as its widest text.
struct Table {
    let headings: [String]
    private(set) var rows: [[String]] = []

    init(_ headings: String...) { self.headings = headings }

    /// Adds a row; as many texts as there are headings.
    mutating func add(_ row: String...) { rows.append(row) }

    /// The table, a line a row; control characters are shown as spaces.
    var text: String {
        let lines = [headings] + rows.map { $0.map(Self.shown) }
        let widths = headings.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = line.indices.map { column in
                column == line.count - 1
                    ? line[column]
                    : line[column] + String(repeating: " ", count: widths[column] - line[column].count)
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }

    private static func shown(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
