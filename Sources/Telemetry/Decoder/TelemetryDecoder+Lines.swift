import OpenInference

extension TelemetryDecoder {
    /// Reads CSV: a reading a line.
    mutating func decodeLines(_ body: RawSpan, _ take: (inout Reading) -> Void) throws(InferError) {
        var reader = CSVReader(body, delimiter: lines.delimiter)
        if lines.hasHeader {
            guard try nextLine(&reader, body) else { throw noLine("a line with the names of the columns") }
            try lines.takeHeader(body)
        }
        while try nextLine(&reader, body) {
            guard lines.cells.count == lines.count else {
                throw refusal("line \(reader.line): \(lines.cells.count) cells; expected \(lines.count ?? 0)")
            }
            begin()
            if !parts.isEmpty { forgetParts() }
            for index in lines.targets.indices {
                let (column, target) = lines.targets[index]
                try takeCell(lines.cells[column], for: target, body, line: reader.line)
            }
            try finish(take)
        }
        guard place > 0 else { throw noLine("at least one line of values") }
    }

    private mutating func nextLine(_ reader: inout CSVReader, _ body: RawSpan) throws(InferError) -> Bool {
        do {
            return try reader.next(body, into: &lines.cells)
        } catch {
            throw InferError(.badInput, error.description)
        }
    }

    private mutating func takeCell(
        _ cell: CSVCell,
        for target: PlanTarget,
        _ body: RawSpan,
        line: Int
    ) throws(InferError) {
        guard !cell.isEmpty else { return }
        switch target {
        case .field(let field):
            guard case .number(let value) = CSVNumber(cell, body) else { throw noNumber(cell, field, body, line) }
            try set(field, value)
        case .time:
            guard let time = plan.time?.format.timestamp(text: body.extracting(cell.start..<cell.end)) else {
                throw noTime(body, cell.start..<cell.end)
            }
            reading.time = time
        case .key(let part):
            if !cell.isEscaped, cell.isASCII(body) {
                takePart(part, body, cell.start..<cell.end)
            } else if let text = cell.text(body) {
                parts[part] = Array(text.utf8)
            } else {
                throw refusal("line \(line): key part \(plan.key[part]) is not UTF-8; send UTF-8")
            }
        }
    }

    @inline(never)
    private func noNumber(_ cell: CSVCell, _ field: Int, _ body: RawSpan, _ line: Int) -> InferError {
        let name = plan.fields[field].name
        return InferError(.badInput, "line \(line): \(name) is '\(cell.excerpt(body))'; expected a finite number")
    }

    private func noLine(_ expected: String) -> InferError {
        InferError(.badInput, "found no line\(lines.hasHeader ? "" : "s") of CSV; expected \(expected)")
    }
}
