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
        var form = OutputForm()
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
                form = try outputParameters(&reader, body, index)
            default:
                try reader.skipValue(body)
            }
            key = try reader.nextKey(body)
        }
        guard let name else {
            throw InferError(.badInput, "outputs[\(index)]: 'name' is missing; expected the name of an output")
        }
        return RequestedOutput(name, isBinary: form.isBinary, classes: form.classes)
    }

    private static func outputParameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ index: Int
    ) throws(InferError) -> OutputForm {
        var form = OutputForm()
        try parameters(&reader, body, in: "outputs[\(index)]") { (reader, name) throws(InferError) in
            switch name {
            case .binaryData:
                try once(form.isBinary == nil, "binary_data", in: "outputs[\(index)]")
                form.isBinary = try boolean(&reader, body, "outputs[\(index)]: 'binary_data'")
            case .classification:
                try once(form.classes == nil, "classification", in: "outputs[\(index)]")
                form.classes = try whole(&reader, body, "outputs[\(index)]: 'classification'")
            default: return false
            }
            return true
        }
        // As with other servers, none is as good as not asking.
        if form.classes == 0 { form.classes = nil }
        return form
    }
}

/// How an output is wanted.
private struct OutputForm {
    /// Whether as a binary tensor; nil: as the request says for all.
    var isBinary: Bool?
    /// How many of the highest classes instead of the numbers; nil: the numbers.
    var classes: Int?
}
