import OpenInference

extension TelemetryDecoder {
    /// Reads rows of floats of 32 bits.
    mutating func decodeRows(_ body: RawSpan, _ take: (inout Reading) -> Void) throws(InferError) {
        let fields = plan.fields.count
        guard body.byteCount > 0, body.byteCount % (4 * fields) == 0 else {
            throw InferError(
                .badInput,
                "\(body.byteCount) bytes; a row is \(fields) float32 of 4 bytes, so expected a multiple of \(4 * fields)"
            )
        }
        for row in 0..<body.byteCount / (4 * fields) {
            begin()
            for field in 0..<fields {
                // In the bounds by the check above; any four bytes are a float.
                let bits = unsafe body.unsafeLoadUnaligned(fromByteOffset: 4 * (row * fields + field), as: UInt32.self)
                let value = Float(bitPattern: UInt32(littleEndian: bits))
                guard value.isFinite else { throw notFinite(field, value) }
                try set(field, Double(value))
            }
            try finish(take)
        }
    }

    @inline(never)
    private func notFinite(_ field: Int, _ value: Float) -> InferError {
        refusal("\(plan.fields[field].name) is \(value); send a finite number")
    }

    /// Reads the one number that the payload is.
    mutating func decodeNumber(_ body: RawSpan, _ take: (inout Reading) -> Void) throws(InferError) {
        var cell = CSVCell(start: 0, end: body.byteCount, isEscaped: false)
        while cell.start < cell.end, Self.isSpace(body.byte(cell.start)) { cell.start &+= 1 }
        while cell.start < cell.end, Self.isSpace(body.byte(cell.end &- 1)) { cell.end &-= 1 }
        guard case .number(let value) = CSVNumber(cell, body) else {
            throw InferError(.badInput, "the payload is '\(cell.excerpt(body))'; expected one finite number as text")
        }
        begin()
        try set(0, value)
        try finish(take)
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == Ascii.space || byte == Ascii.newline || byte == Ascii.carriageReturn || byte == Ascii.tab
    }
}
