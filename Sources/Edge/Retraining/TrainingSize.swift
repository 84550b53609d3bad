/// What a training of so many rows takes.
enum TrainingSize {
    /// Bytes of memory that a training takes whatever it learns from.
    private static let fixedMemory = 24 << 20
    /// The largest CSV file that is read.
    private static let mostFileBytes = 1 << 30

    /// The most rows that fit the memory that a training may take, 1000 at least; estimated with something to spare.
    ///
    /// What windows have to do with each other takes five squares of the numbers in a window.
    static func mostRows(fields: Int, window: Int, memory: Int) -> Int {
        let numbers = Double(fields) * Double(window)
        let left = Double(memory - fixedMemory) - 40 * numbers * numbers
        let byMemory = Int(max(0, left)) / (64 + 64 * fields)
        return max(1000, min(byMemory, mostFileBytes / rowText(fields)))
    }

    /// Bytes of the disk that so many rows take as text at most; `kept` are the bytes of those that are there.
    static func bytes(rows: Int, fields: Int, _ kept: Int) -> Int64 {
        Int64(min(rows, kept / (16 + 4 * fields))) * Int64(rowText(fields))
    }

    /// Bytes of a row as text, at most.
    private static func rowText(_ fields: Int) -> Int { 32 + 16 * fields }
}
