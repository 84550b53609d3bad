import Tensors

/// Joining tensors along their first dimension, and taking them apart.
enum Rows {
    /// The number of rows of a request: its inputs' common first dimension; nil when there is none.
    static func count(_ inputs: [Tensor]) -> Int? {
        guard let rows = inputs.first?.shape.rows else { return nil }
        for input in inputs where input.shape.rows != rows { return nil }
        return rows
    }

    /// True when two requests can be joined: the same inputs, alike but for the number of rows.
    static func match(_ left: [Tensor], _ right: [Tensor]) -> Bool {
        guard left.count == right.count else { return false }
        for index in left.indices {
            let (one, other) = (left[index], right[index])
            guard one.datatype == other.datatype, one.name == other.name, one.shape.matchesRows(of: other.shape) else {
                return false
            }
        }
        return true
    }

    /// Puts requests that match under one another, in the memory of `joined`.
    ///
    /// - Parameters:
    ///   - count: How many requests there are, one at least.
    ///   - joined: Becomes the inputs of them all.
    ///   - inputs: The inputs of each.
    /// - Returns: false when a size overflows.
    static func join(_ count: Int, into joined: inout [Tensor], _ inputs: (Int) -> [Tensor]) -> Bool {
        let first = inputs(0)
        if joined.count > first.count { joined.removeLast(joined.count - first.count) }
        for index in first.indices {
            var rows = 0
            for request in 0..<count { rows += inputs(request)[index].shape.rows ?? 0 }
            guard let shape = first[index].shape.with(rows: rows) else { return false }
            var bytes = index < joined.count ? joined[index].takeMemory() : []
            for request in 0..<count { bytes.append(contentsOf: inputs(request)[index].bytes) }
            let (name, datatype) = (first[index].name, first[index].datatype)
            guard let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes) else { return false }
            if index < joined.count { joined[index] = tensor } else { joined.append(tensor) }
        }
        return true
    }

    /// Takes tensors apart row by row; nil when one does not have so many rows.
    static func split(_ tensors: [Tensor], rows: Int) -> [[Tensor]]? {
        var parts: [[Tensor]] = []
        for row in 0..<rows {
            var part: [Tensor] = []
            for tensor in tensors {
                guard tensor.shape.rows == rows, let shape = tensor.shape.with(rows: 1) else { return nil }
                let bytes = Array(tensor.bytes[tensor.bytes(ofRows: row..<row + 1)])
                guard let one = Tensor(name: tensor.name, datatype: tensor.datatype, shape: shape, bytes: bytes) else {
                    return nil
                }
                part.append(one)
            }
            parts.append(part)
        }
        return parts
    }
}
