package import Tensors

extension Tensor {
    /// The highest elements of each row, as texts `value:index`, or `value:index:name` where the class has a name.
    ///
    /// A tensor of one dimension is one row. Equal elements come in their order.
    ///
    /// - Parameters:
    ///   - count: How many of a row; a shorter row gives all.
    ///   - names: What the classes are called, in their order.
    ///   - nonFinite: Whether NaN and infinities are an error, as they are in JSON.
    /// - Returns: a tensor of BYTES, of one row for each row.
    /// - Throws: `bad_input` for a tensor of texts, `internal` for NaN or an infinity.
    package func highest(
        _ count: Int,
        names: [String],
        nonFinite: NonFinitePolicy
    ) throws(InferError) -> Tensor {
        guard let (scores, text) = scores() else {
            throw InferError(.badInput, "output \(quoted(name)) is BYTES; classification is for numbers")
        }
        if nonFinite == .error, let place = firstNonFinite() {
            throw InferError(
                .internal,
                "output \(quoted(name)) is not finite at element \(place), so it names no classes; give the model other inputs"
            )
        }
        let rows = shape.rank > 1 ? shape[0] : 1
        let width = rows == 0 ? 0 : shape.count / rows
        let kept = min(count, width)
        var texts: [[UInt8]] = []
        texts.reserveCapacity(rows * kept)
        for row in 0..<rows {
            let order = (row * width..<(row + 1) * width).sorted { Self.isAbove(scores[$0], scores[$1], $0, $1) }
            for place in order.prefix(kept) {
                let index = place - row * width
                let label = names.indices.contains(index) ? ":" + names[index] : ""
                texts.append(Array("\(text(place)):\(index)\(label)".utf8))
            }
        }
        let sizes = shape.rank > 1 ? [rows, kept] : [kept]
        guard let shape = Shape(sizes), let tensor = Tensor(name: name, shape: shape, texts: texts) else {
            throw InferError(.internal, "the classes of output \(quoted(name)) are too many")
        }
        return tensor
    }

    /// NaN comes last.
    private static func isAbove(_ one: Double, _ other: Double, _ place: Int, _ otherPlace: Int) -> Bool {
        if one.isNaN || other.isNaN { return one.isNaN == other.isNaN ? place < otherPlace : other.isNaN }
        return one == other ? place < otherPlace : one > other
    }

    /// The elements as numbers to be compared, and their texts; nil for texts.
    private func scores() -> ([Double], (Int) -> String)? {
        switch datatype {
        case .bytes: nil
        case .bool: (bytes.map { Double($0) }, { self.bytes[$0] == 0 ? "0" : "1" })
        case .uint8: scores(UInt8.self) { Double($0) }
        case .uint16: scores(UInt16.self) { Double($0) }
        case .uint32: scores(UInt32.self) { Double($0) }
        case .uint64: scores(UInt64.self) { Double($0) }
        case .int8: scores(Int8.self) { Double($0) }
        case .int16: scores(Int16.self) { Double($0) }
        case .int32: scores(Int32.self) { Double($0) }
        case .int64: scores(Int64.self) { Double($0) }
        case .fp16: scores(Float16.self) { Double($0) }
        case .bf16:
            scores(BFloat16.self) {
                Double(Float($0))
            } text: {
                "\(Float($0))"
            }
        case .fp32: scores(Float.self) { Double($0) }
        case .fp64: scores(Double.self) { $0 }
        }
    }

    private func scores<Element: TensorElement>(
        _ type: Element.Type,
        _ number: (Element) -> Double,
        text: @escaping (Element) -> String = { "\($0)" }
    ) -> ([Double], (Int) -> String) {
        let values = values(as: type) ?? []
        return (values.map(number), { text(values[$0]) })
    }
}
