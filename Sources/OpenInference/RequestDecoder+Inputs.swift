import Tensors

/// What is known of an input while its members are read.
private struct InputParts {
    var label: TensorLabel
    var datatype: Datatype?
    var shape: Shape?
    var hasData = false
    /// Where `data` starts, when it could not be read yet.
    var deferred: JSONReader?
    var elements: Tensor.Elements?
    var hasParameters = false
    var isBinary = false
}

extension RequestDecoder {
    /// Reads the array of input tensors.
    func inputs(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) -> [Tensor] {
        guard reader.peek(body) == Ascii.openBracket else {
            throw try reader.wrongValue(body, "'inputs' is", "expected an array of tensors")
        }
        var tensors: [Tensor] = []
        var left = max(0, limits.elements)
        guard try reader.firstElement(body) else { return tensors }
        repeat {
            let tensor = try input(&reader, body, tensors.count, left)
            left -= tensor.shape.count
            tensors.append(tensor)
        } while try reader.nextElement(body)
        return tensors
    }

    private func input(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ index: Int,
        _ left: Int
    ) throws(InferError) -> Tensor {
        var parts = InputParts(label: TensorLabel(index: index))
        guard reader.peek(body) == Ascii.openBrace else {
            throw try reader.wrongValue(
                body,
                "\(parts.label) is",
                "expected an object with name, shape, datatype and data"
            )
        }
        var key = try reader.firstKey(body)
        while let name = key {
            switch name {
            case .name:
                try Self.once(parts.label.name == nil, "name", in: "\(parts.label)")
                parts.label.name = try Self.text(&reader, body, "name", in: "\(parts.label)")
            case .datatype:
                try Self.once(parts.datatype == nil, "datatype", in: "\(parts.label)")
                parts.datatype = try Self.datatype(&reader, body, parts.label)
            case .shape:
                try Self.once(parts.shape == nil, "shape", in: "\(parts.label)")
                parts.shape = try shape(&reader, body, parts.label, left)
            case .data:
                try Self.once(!parts.hasData, "data", in: "\(parts.label)")
                try Self.data(&reader, body, &parts)
            case .parameters:
                try Self.once(!parts.hasParameters, "parameters", in: "\(parts.label)")
                parts.hasParameters = true
                parts.isBinary = try Self.parameters(&reader, body, "parameters", in: "\(parts.label)")
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        return try Self.tensor(parts, body)
    }

    private static func datatype(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ label: TensorLabel
    ) throws(InferError) -> Datatype {
        guard reader.peek(body) == Ascii.quote else {
            throw try reader.wrongValue(body, "\(label): 'datatype' is", "expected a string")
        }
        let place = try reader.scanString(body)
        let word = reader.keyWord(place, body)
        guard let datatype = datatypes.first(where: { $0.word == word })?.datatype else {
            let accepted = Datatype.allCases.map(\.rawValue).joined(separator: " or ")
            let found = quoted(reader.decode(place, body))
            throw InferError(.badInput, "\(label): datatype \(found) is not accepted; send \(accepted)")
        }
        return datatype
    }

    private static let datatypes = Datatype.allCases.map { (word: KeyWord(decoded: $0.rawValue.utf8), datatype: $0) }

    private func shape(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ label: TensorLabel,
        _ left: Int
    ) throws(InferError) -> Shape {
        let dimensions = try reader.dimensions(body, most: Self.highestRank, owner: label)
        guard let shape = Shape(dimensions) else {
            let text = dimensions.map(String.init).joined(separator: ",")
            throw InferError(.badInput, "\(label): shape [\(text)] has more elements than can be counted")
        }
        guard shape.count <= left else {
            throw InferError(
                .badInput,
                "\(label): shape \(shape) has \(shape.count) elements, a request may have \(limits.elements) in all its inputs"
            )
        }
        return shape
    }

    /// Reads `data` at once where name, datatype and shape are known; else checks its grammar and notes where it stands.
    private static func data(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ parts: inout InputParts
    ) throws(InferError) {
        parts.hasData = true
        if parts.label.name != nil, let datatype = parts.datatype, let shape = parts.shape {
            parts.elements = try elements(&reader, body, datatype, shape, parts.label)
        } else {
            parts.deferred = reader
            try reader.skipValue(body)
        }
    }

    private static func elements(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ datatype: Datatype,
        _ shape: Shape,
        _ label: TensorLabel
    ) throws(InferError) -> Tensor.Elements {
        switch datatype {
        case .fp32: .fp32(try numbers(&reader, body, shape, label))
        case .int64: .int64(try numbers(&reader, body, shape, label))
        }
    }

    private static func numbers<Element: WireElement>(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ shape: Shape,
        _ label: TensorLabel
    ) throws(InferError) -> [Element] {
        let (values, found) = try reader.elements(Element.self, body, wanted: shape.count, owner: label)
        guard found == shape.count else {
            throw InferError(
                .badInput,
                "\(label): data has \(found) element\(found == 1 ? "" : "s"), shape \(shape) wants \(shape.count)"
            )
        }
        return values
    }

    /// The tensor, once all members have been read.
    private static func tensor(_ parts: InputParts, _ body: RawSpan) throws(InferError) -> Tensor {
        let label = parts.label
        guard let name = label.name else { throw missing("name", "a string", label) }
        if parts.isBinary {
            throw InferError(.badInput, "\(label): binary tensors are not accepted yet; send data as JSON numbers")
        }
        guard let datatype = parts.datatype else { throw missing("datatype", "FP32 or INT64", label) }
        guard let shape = parts.shape else { throw missing("shape", "an array such as [1,4]", label) }
        guard parts.hasData else { throw missing("data", "an array of numbers", label) }
        var elements = parts.elements
        if var reader = parts.deferred { elements = try Self.elements(&reader, body, datatype, shape, label) }
        guard let elements, let tensor = Tensor(name: name, shape: shape, elements: elements) else {
            throw InferError(.badInput, "\(label): data does not fill shape \(shape)")
        }
        return tensor
    }

    private static func missing(_ key: StaticString, _ expectation: StaticString, _ label: TensorLabel) -> InferError {
        InferError(.badInput, "\(label): '\(key)' is missing; expected \(expectation)")
    }
}
