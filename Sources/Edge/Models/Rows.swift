import Tensors

/// Joining tensors along their first dimension, and taking them apart again.
enum Rows {
    /// The number of rows of a request: its inputs' common first dimension; nil when there is none.
    static func count(_ inputs: [Tensor]) -> Int? {
        guard let rows = inputs.first?.shape.dimensions.first else { return nil }
        return inputs.allSatisfy { $0.shape.dimensions.first == rows } ? rows : nil
    }

    /// True when two requests can be joined: the same inputs, alike but for the number of rows.
    static func match(_ left: [Tensor], _ right: [Tensor]) -> Bool {
        left.count == right.count
            && zip(left, right).allSatisfy {
                $0.name == $1.name && $0.datatype == $1.datatype
                    && $0.shape.dimensions.dropFirst() == $1.shape.dimensions.dropFirst()
            }
    }

    /// Puts requests that match under one another; nil when a size overflows.
    static func join(_ requests: [[Tensor]]) -> [Tensor]? {
        guard let first = requests.first else { return nil }
        var joined: [Tensor] = []
        for (index, tensor) in first.enumerated() {
            let rows = requests.reduce(0) { $0 + $1[index].shape.dimensions[0] }
            guard let shape = Shape([rows] + tensor.shape.dimensions.dropFirst()) else { return nil }
            let elements: Tensor.Elements
            switch tensor.elements {
            case .fp32: elements = .fp32(gather(requests, index, shape.count) { $0.floats })
            case .int64: elements = .int64(gather(requests, index, shape.count) { $0.integers })
            }
            guard let tensor = Tensor(name: tensor.name, shape: shape, elements: elements) else { return nil }
            joined.append(tensor)
        }
        return joined
    }

    /// Takes the outputs of joined requests apart; nil when their rows are not the sum of the requests'.
    static func split(_ outputs: [Tensor], rows: [Int]) -> [[Tensor]]? {
        let total = rows.reduce(0, +)
        guard outputs.allSatisfy({ $0.shape.dimensions.first == total }) else { return nil }
        var parts: [[Tensor]] = []
        var start = 0
        for count in rows {
            var part: [Tensor] = []
            for output in outputs {
                guard let slice = output.rows(start..<start + count) else { return nil }
                part.append(slice)
            }
            parts.append(part)
            start += count
        }
        return parts
    }

    private static func gather<Number>(
        _ requests: [[Tensor]],
        _ index: Int,
        _ count: Int,
        _ numbers: (Tensor) -> [Number]
    ) -> [Number] {
        var all: [Number] = []
        all.reserveCapacity(count)
        for request in requests { all.append(contentsOf: numbers(request[index])) }
        return all
    }
}

extension Tensor {
    fileprivate var floats: [Float] { if case .fp32(let values) = elements { values } else { [] } }
    fileprivate var integers: [Int64] { if case .int64(let values) = elements { values } else { [] } }

    fileprivate func rows(_ range: Range<Int>) -> Tensor? {
        guard let total = shape.dimensions.first, let shape = Shape([range.count] + shape.dimensions.dropFirst())
        else { return nil }
        let width = total == 0 ? 0 : elements.count / total
        let slice = range.lowerBound * width..<range.upperBound * width
        switch elements {
        case .fp32(let values): return Tensor(name: name, shape: shape, elements: .fp32(Array(values[slice])))
        case .int64(let values): return Tensor(name: name, shape: shape, elements: .int64(Array(values[slice])))
        }
    }
}
