import Tensors

/// Joining tensors along their first dimension, and taking them apart again.
enum Rows {
    /// The number of rows of a request: its inputs' common first dimension; nil when there is none.
    static func count(_ inputs: [Tensor]) -> Int? {
        guard let rows = inputs.first?.shape.rows else { return nil }
        return inputs.allSatisfy { $0.shape.rows == rows } ? rows : nil
    }

    /// True when two requests can be joined: the same inputs, alike but for the number of rows.
    static func match(_ left: [Tensor], _ right: [Tensor]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy {
                $0.name == $1.name && $0.datatype == $1.datatype && $0.shape.matchesRows(of: $1.shape)
            }
    }

    /// Puts requests that match under one another; nil when a size overflows.
    static func join(_ requests: [[Tensor]]) -> [Tensor]? {
        guard let first = requests.first else { return nil }
        var joined: [Tensor] = []
        for (index, tensor) in first.enumerated() {
            let rows = requests.reduce(0) { $0 + ($1[index].shape.rows ?? 0) }
            guard let shape = tensor.shape.with(rows: rows) else { return nil }
            var bytes: [UInt8] = []
            bytes.reserveCapacity(requests.reduce(0) { $0 + $1[index].bytes.count })
            for request in requests { bytes.append(contentsOf: request[index].bytes) }
            guard let tensor = Tensor(name: tensor.name, datatype: tensor.datatype, shape: shape, bytes: bytes)
            else { return nil }
            joined.append(tensor)
        }
        return joined
    }

    /// Takes the outputs of joined requests apart; nil when their rows are not the sum of the requests'.
    static func split(_ outputs: [Tensor], rows: [Int]) -> [[Tensor]]? {
        let total = rows.reduce(0, +)
        guard outputs.allSatisfy({ $0.shape.rows == total }) else { return nil }
        var parts: [[Tensor]] = []
        var start = 0
        for count in rows {
            var part: [Tensor] = []
            for output in outputs {
                guard let slice = output.slice(start..<start + count) else { return nil }
                part.append(slice)
            }
            parts.append(part)
            start += count
        }
        return parts
    }
}

extension Tensor {
    fileprivate func slice(_ rows: Range<Int>) -> Tensor? {
        guard let total = shape.rows, let shape = shape.with(rows: rows.count) else { return nil }
        let width = total == 0 ? 0 : bytes.count / total
        let slice = Array(bytes[rows.lowerBound * width..<rows.upperBound * width])
        return Tensor(name: name, datatype: datatype, shape: shape, bytes: slice)
    }
}
