/// The windows that a dense autoencoder learns from, as places in the standardised rows.
struct DenseWindows {
    let window: Int
    let fields: Int
    /// The standardised rows of the table, row by row.
    private let rows: [Float]
    /// The first rows of all windows, in order.
    let starts: [Int32]

    /// The numbers of a window.
    var size: Int { window * fields }

    init(of table: TrainingTable, _ standardisation: Standardisation, window: Int) throws(TrainingError) {
        let count = try WindowLimits.count(window: window, of: table)
        guard table.rowCount <= Int(Int32.max) else {
            throw TrainingError("there are \(table.rowCount) rows; at most \(Int32.max) are taken: choose a range")
        }
        self.window = window
        fields = table.fields.count
        rows = standardisation.floats(of: table)
        var starts: [Int32] = []
        starts.reserveCapacity(count)
        for segment in table.segments where segment.count >= window {
            for start in segment.lowerBound...segment.upperBound - window { starts.append(Int32(start)) }
        }
        self.starts = starts
    }

    /// Copies windows behind each other to the start of a batch, which has room for them.
    func gather(_ starts: ArraySlice<Int32>, into batch: inout [Float]) {
        let size = size
        precondition(starts.count * size <= batch.count, "the batch is too small")
        // Sound: a window lies within the rows, for its start was made above; and the batch has room for all.
        unsafe batch.withUnsafeMutableBufferPointer { batch in
            unsafe rows.withUnsafeBufferPointer { rows in
                guard let to = batch.baseAddress, let from = rows.baseAddress else { return }
                for (place, start) in starts.enumerated() {
                    unsafe (to + place * size).update(from: from + Int(start) * fields, count: size)
                }
            }
        }
    }
}
