extension RequestDecoder {
    /// Reads the array of outputs that are wanted.
    static func outputs(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        into outputs: inout [RequestedOutput]
    ) throws(InferError) {
        guard reader.peek(body) == Ascii.openBracket else {
            throw try reader.wrongValue(body, "'outputs' is", "expected an array of objects")
        }
        var count = 0
        if try reader.firstElement(body) {
            repeat {
                let previous = count < outputs.count ? outputs[count].name : nil
                let output = try output(&reader, body, count, previous: previous)
                if count < outputs.count { outputs[count] = output } else { outputs.append(output) }
                count += 1
            } while try reader.nextElement(body)
        }
        outputs.removeLast(outputs.count - count)
    }

    private static func output(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ index: Int,
        previous: String?
    ) throws(InferError) -> RequestedOutput {
        guard reader.peek(body) == Ascii.openBrace else {
            throw try reader.wrongValue(body, "outputs[\(index)] is", "expected an object with 'name'")
        }
        var name: String?
        var isBinary: Bool?
        var hasParameters = false
        var key = try reader.firstKey(body)
        while let member = key {
            switch member {
            case .name:
                try once(name == nil, "name", in: "outputs[\(index)]")
                name = try text(&reader, body, "name", previous: previous, in: "outputs[\(index)]")
            case .parameters:
                try once(!hasParameters, "parameters", in: "outputs[\(index)]")
                hasParameters = true
                isBinary = try outputParameters(&reader, body, index)
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        guard let name else {
            throw InferError(.badInput, "outputs[\(index)]: 'name' is missing; expected the name of an output")
        }
        return RequestedOutput(name, isBinary: isBinary)
    }

    private static func outputParameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ index: Int
    ) throws(InferError) -> Bool? {
        var isBinary: Bool?
        try parameters(&reader, body, in: "outputs[\(index)]") { (reader, name) throws(InferError) in
            guard name == .binaryData else { return false }
            try once(isBinary == nil, "binary_data", in: "outputs[\(index)]")
            isBinary = try boolean(&reader, body, "outputs[\(index)]: 'binary_data'")
            return true
        }
        return isBinary
    }
}
