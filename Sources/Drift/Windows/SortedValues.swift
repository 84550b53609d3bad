/// Quantiles and bins of sorted finite numbers.
enum SortedValues {
    /// The quantile at a place from 0 to 1 of sorted finite numbers, at least one.
    ///
    /// Linear interpolation, type 7 of Hyndman and Fan, rounded as numpy 2 rounds it: an edge that falls on a number
    /// must be that number, or it changes bins.
    static func quantile(_ place: Double, of sorted: [Double]) -> Double {
        let position = Double(sorted.count - 1) * place
        let index = min(Int(position), sorted.count - 1)
        let below = sorted[index]
        let above = sorted[min(index + 1, sorted.count - 1)]
        let part = position - Double(index)
        let step = above - below
        guard step.isFinite else { return below * (1 - part) + above * part }
        return part < 0.5 ? below + step * part : above - step * (1 - part)
    }

    /// The inner borders between tenths, rising, equal ones once: 1 to 9 of them.
    static func decileEdges(_ sorted: [Double]) -> [Double] {
        var edges: [Double] = []
        for tenth in 1...9 {
            let edge = quantile(Double(tenth) / 10, of: sorted)
            if edge > edges.last ?? -.infinity { edges.append(edge) }
        }
        return edges
    }

    /// How many numbers fall in each part that the borders make, one more than borders.
    static func counts(_ sorted: [Double], _ edges: [Double]) -> [Int] {
        var counts = [Int](repeating: 0, count: edges.count + 1)
        var bin = 0
        for value in sorted {
            while bin < edges.count, value > edges[bin] { bin += 1 }
            counts[bin] += 1
        }
        return counts
    }

    /// The part into which a number falls: (-inf, e1], (e1, e2], …, (ek, +inf).
    static func bin(of value: Double, _ edges: [Double]) -> Int {
        var low = 0
        var high = edges.count
        while low < high {
            let middle = (low + high) / 2
            if value > edges[middle] { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
