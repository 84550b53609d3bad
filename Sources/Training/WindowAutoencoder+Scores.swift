extension WindowAutoencoder {
    /// The windows that are scored at once: they and their codes stay in the processor's cache.
    private static let block = 256

    /// The scores of all windows of a table: the mean of |f - c - E'E(f - c)| over the D numbers of a window.
    func scores(of table: TrainingTable, with algebra: LinearAlgebra) -> [SegmentScores] {
        var (rows, residuals, codes): ([Double], [Double], [Double]) = ([], [], [])
        return table.segments.filter { $0.count >= window }.map { segment in
            let count = segment.count - window + 1
            var scores: [Double] = []
            scores.reserveCapacity(count)
            for start in stride(from: 0, to: count, by: Self.block) {
                let some = min(Self.block, count - start)
                let first = segment.lowerBound + start
                rows.removeAll(keepingCapacity: true)
                standardisation.append(first..<first + some + window - 1, of: table, to: &rows)
                lay(rows, windows: some, to: &residuals)
                reduce(&residuals, windows: some, &codes, with: algebra)
                for window in 0..<some { scores.append(error(of: window, in: residuals)) }
            }
            return SegmentScores(rows: segment.lowerBound + window - 1..<segment.upperBound, scores: scores)
        }
    }

    /// Lays out windows less their centre, D numbers each.
    private func lay(_ rows: [Double], windows: Int, to residuals: inout [Double]) {
        let (size, fields) = (centre.count, standardisation.means.count)
        let (rows, centre) = (rows.span, centre.span)
        residuals.removeAll(keepingCapacity: true)
        residuals.append(addingCapacity: windows * size) { output in
            for window in 0..<windows {
                for place in 0..<size { output.append(rows[window * fields + place] - centre[place]) }
            }
        }
    }

    /// Takes from windows what the components make of them.
    private func reduce(
        _ windows: inout [Double],
        windows count: Int,
        _ codes: inout [Double],
        with algebra: LinearAlgebra
    ) {
        let size = centre.count
        if codes.count < count * components { codes = Array(repeating: 0, count: count * components) }
        var room = codes.mutableSpan
        algebra.multiply(
            encoder.span,
            windows.span,
            into: &room,
            Product(rows: components, columns: count, inner: size, transposesLeft: true)
        )
        var left = windows.mutableSpan
        algebra.multiply(
            encoder.span,
            codes.span,
            into: &left,
            Product(rows: size, columns: count, inner: components, factor: -1, adds: true)
        )
    }

    private func error(of window: Int, in residuals: [Double]) -> Double {
        let numbers = residuals.span.extracting(window * centre.count..<(window + 1) * centre.count)
        var sum = 0.0
        for place in numbers.indices { sum += abs(numbers[place]) }
        return sum / Double(numbers.count)
    }
}
