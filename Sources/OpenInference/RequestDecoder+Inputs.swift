import Tensors

/// What is known of an input while its members are read.
private struct InputParts {
    var label: TensorLabel
    var datatype: Datatype?
    /// Not yet read while `hasShape` is false. (An optional shape is copied byte by byte.)
    var shape = Shape.scalar
    var hasShape = false
    var hasData = false
    /// Where `data` starts, when it could not be read yet.
    var deferred: JSONReader?
    /// True once `memory` holds the elements.
    var isFilled = false
    /// Where the elements go.
    var memory: [UInt8]
    var hasParameters = false
    /// The size of the binary tensor, where it is one.
    var binarySize: Int?
}

extension RequestDecoder {
    /// Reads the array of input tensors into those that are there; returns how many there are now.
    func inputs(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ blob: RawSpan,
        _ binary: inout BinaryTensors,
        into tensors: inout [Tensor]
    ) throws(InferError) -> Int {
        guard reader.peek(body) == Ascii.openBracket else {
            throw try reader.wrongValue(body, "'inputs' is", "expected an array of tensors")
        }
        var left = max(0, limits.elements)
        var count = 0
        if try reader.firstElement(body) {
            repeat {
                var parts = InputParts(label: TensorLabel(index: count), memory: [])
                var name: String?
                if count < tensors.count {
                    name = tensors[count].name
                    parts.memory = tensors[count].takeMemory()
                }
                try input(&reader, body, &parts, left, previous: name)
                let tensor = try tensor(&parts, body, blob, &binary)
                left -= tensor.shape.count
                if count < tensors.count { tensors[count] = tensor } else { tensors.append(tensor) }
                count += 1
            } while try reader.nextElement(body)
        }
        tensors.removeLast(tensors.count - count)
        return count
    }

    private func input(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ parts: inout InputParts,
        _ left: Int,
        previous: String?
    ) throws(InferError) {
        guard reader.peek(body) == Ascii.openBrace else {
            let expectation = "expected an object with name, shape, datatype and data"
            throw try reader.wrongValue(body, "\(parts.label) is", expectation)
        }
        let index = parts.label.index
        var key = try reader.firstKey(body)
        while let name = key {
            switch name {
            case .name:
                try Self.once(parts.label.name == nil, "name", in: "\(parts.label)")
                parts.label.name = try Self.text(&reader, body, "name", previous: previous, in: "inputs[\(index)]")
            case .datatype:
                try Self.once(parts.datatype == nil, "datatype", in: "\(parts.label)")
                parts.datatype = try Self.datatype(&reader, body, parts.label)
            case .shape:
                try Self.once(!parts.hasShape, "shape", in: "\(parts.label)")
                try shape(&reader, body, &parts, left)
            case .data:
                try Self.once(!parts.hasData, "data", in: "\(parts.label)")
                try Self.data(&reader, body, &parts)
            case .parameters:
                try Self.once(!parts.hasParameters, "parameters", in: "\(parts.label)")
                parts.hasParameters = true
                parts.binarySize = try Self.inputParameters(&reader, body, parts.label)
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
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
        guard let datatype = Datatype(reader.keyWord(place, body)) else {
            let found = quoted(reader.decode(place, body))
            throw InferError(.badInput, "\(label): datatype \(found) is not accepted; send one of \(Datatype.names)")
        }
        return datatype
    }

    private static func inputParameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ label: TensorLabel
    ) throws(InferError) -> Int? {
        var size: Int?
        try parameters(&reader, body, in: "\(label)") { (reader, name) throws(InferError) in
            guard name == .binaryDataSize else { return false }
            try once(size == nil, "binary_data_size", in: "\(label)")
            size = try whole(&reader, body, "\(label): 'binary_data_size'")
            return true
        }
        return size
    }

    private func shape(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ parts: inout InputParts,
        _ left: Int
    ) throws(InferError) {
        parts.hasShape = true
        try reader.shape(body, most: Self.highestRank, owner: parts.label, into: &parts.shape)
        guard parts.shape.count <= left else { throw Self.tooMany(parts.shape, limits.elements, "\(parts.label)") }
    }

    static func tooMany(_ shape: Shape, _ limit: Int, _ place: String) -> InferError {
        InferError(
            .badInput,
            "\(place): shape \(shape) has \(shape.count) elements, a request may have \(limit) in all its inputs"
        )
    }

    /// Reads `data` at once where name, datatype and shape are known; else checks its grammar and notes where it stands.
    private static func data(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ parts: inout InputParts
    ) throws(InferError) {
        parts.hasData = true
        if parts.label.name != nil, let datatype = parts.datatype, parts.hasShape {
            try fill(&parts, &reader, body, datatype)
        } else {
            parts.deferred = reader
            try reader.skipValue(body)
        }
    }

    private static func fill(
        _ parts: inout InputParts,
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ datatype: Datatype
    ) throws(InferError) {
        let wanted = parts.shape.count
        let found = try reader.elements(body, datatype, wanted: wanted, owner: parts.label, into: &parts.memory)
        guard found == wanted else {
            throw InferError(
                .badInput,
                "\(parts.label): data has \(found) element\(found == 1 ? "" : "s"), shape \(parts.shape) wants \(wanted)"
            )
        }
        parts.isFilled = true
    }

    /// The tensor, once all members have been read.
    private func tensor(
        _ parts: inout InputParts,
        _ body: RawSpan,
        _ blob: RawSpan,
        _ binary: inout BinaryTensors
    ) throws(InferError) -> Tensor {
        let label = parts.label
        guard let name = label.name else { throw Self.missing("name", "a string", label) }
        guard let datatype = parts.datatype else { throw Self.missing("datatype", "\(Datatype.names)", label) }
        guard parts.hasShape else { throw Self.missing("shape", "an array such as [1,4]", label) }
        if let size = parts.binarySize {
            guard !parts.hasData else {
                throw InferError(.badInput, "\(label) has both 'data' and 'binary_data_size'; send one of them")
            }
            try Self.take(size, of: blob, &binary, label, into: &parts.memory)
            return try Self.binaryTensor(label, name, datatype, parts.shape, parts.memory)
        }
        guard parts.hasData else { throw Self.missing("data", "an array of \(datatype.plural)", label) }
        if var reader = parts.deferred { try Self.fill(&parts, &reader, body, datatype) }
        let shape = parts.shape
        guard parts.isFilled, let tensor = Tensor(name: name, datatype: datatype, shape: shape, bytes: parts.memory)
        else { throw InferError(.badInput, "\(label): data does not fill shape \(shape)") }
        return tensor
    }

    private static func missing(_ key: StaticString, _ expectation: String, _ label: TensorLabel) -> InferError {
        InferError(.badInput, "\(label): '\(key)' is missing; expected \(expectation)")
    }
}
