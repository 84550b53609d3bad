import OpenInference

extension TelemetryDecoder {
    /// Reads an object, or an array of objects; where paths lead into an array, that array is one reading.
    mutating func decodeJSON(_ body: RawSpan, _ take: (inout Reading) -> Void) throws(InferError) {
        var reader = JSONReader(maximumDepth: maximumDepth)
        guard reader.next(body) == Ascii.openBracket, !tree.nodes[0].isArray else {
            try readReading(&reader, body)
            try reader.end(body)
            return try finish(take)
        }
        guard try reader.firstElement(body) else {
            try reader.end(body)
            throw refusal("found an empty array; expected at least one reading in it")
        }
        repeat {
            try readReading(&reader, body)
            try finish(take)
        } while try reader.nextElement(body)
        try reader.end(body)
    }

    private mutating func readReading(_ reader: inout JSONReader, _ body: RawSpan) throws(InferError) {
        begin()
        if !parts.isEmpty { forgetParts() }
        try readValue(0, &reader, body)
    }

    /// Reads the value at the position, to which a node leads.
    private mutating func readValue(_ node: Int, _ reader: inout JSONReader, _ body: RawSpan) throws(InferError) {
        guard seen[node] != number else { throw stands2(node) }
        seen[node] = number
        let byte = reader.peek(body)
        if !tree.nodes[node].targets.isEmpty {
            try readLeaf(node, byte, &reader, body)
        } else if byte == Ascii.openBrace, !tree.nodes[node].isArray {
            try readMembers(node, &reader, body)
        } else if byte == Ascii.openBracket, tree.nodes[node].isArray {
            try readElements(node, &reader, body)
        } else if byte == UInt8(ascii: "n"), node != 0 {
            // What would stand inside is missing.
            try reader.skipValue(body)
        } else {
            let expected = tree.nodes[node].isArray ? "an array" : "an object"
            throw wrong(try reader.wrongValue(body, "\(name(of: node)) is", "expected \(expected)"))
        }
    }

    private mutating func readMembers(_ node: Int, _ reader: inout JSONReader, _ body: RawSpan) throws(InferError) {
        var hint = tree.nodes[node].children.lowerBound
        var next = try reader.firstKeyPlace(body)
        while let key = next {
            if let child = tree.child(of: node, key, body, hint: &hint) {
                try readValue(child, &reader, body)
            } else {
                try reader.skipValue(body)
            }
            next = try reader.nextKeyPlace(body)
        }
    }

    private mutating func readElements(_ node: Int, _ reader: inout JSONReader, _ body: RawSpan) throws(InferError) {
        guard try reader.firstElement(body) else { return }
        var index = 0
        repeat {
            if let child = tree.child(of: node, index: index) {
                try readValue(child, &reader, body)
            } else {
                try reader.skipValue(body)
            }
            index &+= 1
        } while try reader.nextElement(body)
    }

    @inline(__always)
    private mutating func readLeaf(
        _ node: Int,
        _ byte: UInt8,
        _ reader: inout JSONReader,
        _ body: RawSpan
    ) throws(InferError) {
        if byte == Ascii.minus || byte &- Ascii.zero <= 9 {
            let decimal = try reader.scanNumber(body)
            let field = tree.nodes[node].field
            if field >= 0 { return try set(field, decimal.double(body)) }
            for target in tree.nodes[node].targets { try take(decimal, for: target, body) }
        } else if byte == Ascii.quote {
            let start = reader
            let text = try reader.scanString(body)
            for target in tree.nodes[node].targets { try take(text, for: target, start, body) }
        } else if byte == UInt8(ascii: "n") {
            try reader.skipValue(body)
        } else if byte == UInt8(ascii: "t") || byte == UInt8(ascii: "f"), tree.nodes[node].field >= 0 {
            // A yes is 1, a no 0.
            try reader.skipValue(body)
            try set(tree.nodes[node].field, byte == UInt8(ascii: "t") ? 1 : 0)
        } else {
            throw wrong(try reader.wrongValue(body, "\(name(of: node)) is", "expected a number or a text"))
        }
    }

    @inline(__always)
    private mutating func take(
        _ decimal: DecimalNumber,
        for target: PlanTarget,
        _ body: RawSpan
    ) throws(InferError) {
        switch target {
        case .field(let field): try set(field, decimal.double(body))
        case .key(let part): takePart(part, body, decimal.start..<decimal.end)
        case .time:
            guard let time = plan.time?.format.timestamp(decimal, body) else {
                throw noTime(body, decimal.start..<decimal.end)
            }
            reading.time = time
        }
    }

    private mutating func take(
        _ text: StringPlace,
        for target: PlanTarget,
        _ start: JSONReader,
        _ body: RawSpan
    ) throws(InferError) {
        switch target {
        case .field(let field):
            throw refusal("\(plan.fields[field].name) is a string; expected a number, which has no quotes")
        case .key(let part):
            if text.escaped {
                parts[part] = Array(start.decode(text, body).utf8)
            } else {
                takePart(part, body, text.range)
            }
        case .time:
            guard let format = plan.time?.format, !format.isNumber,
                let time = format.timestamp(text: body.extracting(text.range))
            else { throw noTime(body, text.range) }
            reading.time = time
        }
    }

    @inline(never)
    func noTime(_ body: RawSpan, _ range: Range<Int>) -> InferError {
        let found = CSVCell(start: range.lowerBound, end: range.upperBound, isEscaped: false).excerpt(body)
        let format = plan.time?.format.rawValue ?? ""
        let path = plan.time?.path.description ?? ""
        return refusal("\(path) is '\(found)', which is no time in the format \(format) between the years 0 and 9999")
    }

    @inline(never)
    private func stands2(_ node: Int) -> InferError {
        refusal("\(name(of: node)) stands twice; send it once")
    }

    private func wrong(_ error: InferError) -> InferError {
        error.code == .badInput ? refusal(error.message) : error
    }

    /// The path that leads to a node, for messages.
    private func name(of node: Int) -> String {
        var steps: [String] = []
        var node = node
        while let parent = tree.nodes.firstIndex(where: { $0.children.contains(node) }) {
            let step = tree.nodes[node]
            steps.append(step.index >= 0 ? "[\(step.index)]" : ".\(String(decoding: step.name, as: UTF8.self))")
            node = parent
        }
        return "$" + steps.reversed().joined()
    }
}
