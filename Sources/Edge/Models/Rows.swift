import OpenInference
import Tensors

/// Joining tensors along their first dimension.
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

    /// Puts the inputs of requests that match under one another, in the memory of `joined`; false when a size overflows.
    static func join(_ members: [some RequestHolder], into joined: inout [Tensor]) -> Bool {
        guard let first = members.first else { return false }
        let count = first.request.inputs.count
        if joined.count > count { joined.removeLast(joined.count - count) }
        for index in 0..<count {
            var rows = 0
            for member in members { rows += member.request.inputs[index].shape.rows ?? 0 }
            guard let shape = first.request.inputs[index].shape.with(rows: rows) else { return false }
            var bytes = index < joined.count ? joined[index].takeMemory() : []
            for member in members { bytes.append(contentsOf: member.request.inputs[index].bytes) }
            let (name, datatype) = (first.request.inputs[index].name, first.request.inputs[index].datatype)
            guard let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: bytes) else { return false }
            if index < joined.count { joined[index] = tensor } else { joined.append(tensor) }
        }
        return true
    }
}
