extension RequestDecoder {
    /// Reads an object of parameters; `take` reads the value of those that it knows, the others are passed over.
    static func parameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        in place: @autoclosure () -> String = "the request",
        _ take: (inout JSONReader, KeyWord) throws(InferError) -> Bool
    ) throws(InferError) {
        guard reader.peek(body) == Ascii.openBrace else {
            throw try reader.wrongValue(body, "\(place()): 'parameters' is", "expected an object")
        }
        var member = try reader.firstKey(body)
        while let name = member {
            if try !take(&reader, name) { try reader.skipValue(body) }
            member = try reader.nextKey(body)
        }
    }

    /// Reads the parameters of a request.
    static func requestParameters(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        into request: inout InferRequest
    ) throws(InferError) {
        var prefersBinary: Bool?
        var timeout: Int?
        try parameters(&reader, body) { (reader, name) throws(InferError) in
            switch name {
            case .binaryDataOutput:
                try once(prefersBinary == nil, "binary_data_output")
                prefersBinary = try boolean(&reader, body, "'binary_data_output'")
            case .timeout:
                try once(timeout == nil, "timeout")
                timeout = try whole(&reader, body, "'timeout' in microseconds")
            default: return false
            }
            return true
        }
        request.prefersBinary = prefersBinary ?? false
        request.timeoutMicroseconds = timeout == 0 ? nil : timeout
    }

    /// Reads `true` or `false`.
    static func boolean(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ place: @autoclosure () -> String
    ) throws(InferError) -> Bool {
        let byte = reader.peek(body)
        guard byte == Ascii.t || byte == Ascii.f else {
            throw try reader.wrongValue(body, "\(place()) is", "expected true or false")
        }
        try reader.skipValue(body)
        return byte == Ascii.t
    }

    /// Reads a whole number from 0 up.
    static func whole(
        _ reader: inout JSONReader,
        _ body: RawSpan,
        _ place: @autoclosure () -> String
    ) throws(InferError) -> Int {
        let byte = reader.peek(body)
        guard byte == Ascii.minus || byte &- Ascii.zero <= 9 else {
            throw try reader.wrongValue(body, "\(place()) is", "expected a whole number")
        }
        let number = try reader.scanNumber(body)
        guard let value = Int64(wire: number, body), value >= 0 else {
            throw reader.misfit(number, body, place(), "expected a whole number from 0 up")
        }
        return Int(value)
    }
}
