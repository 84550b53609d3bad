import Tensors

extension InferRequest {
    /// Appends the request as JSON of the Open Inference Protocol, as a client sends it.
    ///
    /// - Throws: `bad_input` for an input that is NaN, infinite or no UTF-8; `bytes` then stays as it was.
    public func encode(into bytes: inout [UInt8]) throws(InferError) {
        let start = bytes.count
        bytes.append(Ascii.openBrace)
        if let id {
            bytes.appendRaw(#""id":"#)
            bytes.appendQuoted(utf8: id)
            bytes.append(Ascii.comma)
        }
        if let replyTo {
            bytes.appendRaw(#""reply_to":"#)
            bytes.appendQuoted(replyTo)
            bytes.append(Ascii.comma)
        }
        encodeParameters(into: &bytes)
        bytes.appendRaw(#""inputs":["#)
        for (index, input) in inputs.enumerated() {
            if index > 0 { bytes.append(Ascii.comma) }
            do throws(UnwritableElement) {
                try input.encode(rows: nil, nonFinite: .error, into: &bytes)
            } catch {
                bytes.removeSubrange(start...)
                throw InferError(.badInput, "input \(quoted(input.name)) \(error.fault)")
            }
        }
        bytes.append(Ascii.closeBracket)
        encodeOutputs(into: &bytes)
        bytes.append(Ascii.closeBrace)
    }

    private func encodeParameters(into bytes: inout [UInt8]) {
        guard prefersBinary || timeoutMicroseconds != nil else { return }
        bytes.appendRaw(#""parameters":{"#)
        if prefersBinary { bytes.appendRaw(#""binary_data_output":true"#) }
        if let timeoutMicroseconds {
            bytes.appendRaw(prefersBinary ? #","timeout":"# : #""timeout":"#)
            bytes.appendNumber(timeoutMicroseconds)
        }
        bytes.appendRaw("},")
    }

    private func encodeOutputs(into bytes: inout [UInt8]) {
        guard !outputs.isEmpty else { return }
        bytes.appendRaw(#","outputs":["#)
        for (index, output) in outputs.enumerated() {
            bytes.appendRaw(index > 0 ? #",{"name":"# : #"{"name":"#)
            bytes.appendQuoted(output.name)
            if let isBinary = output.isBinary {
                bytes.appendRaw(#","parameters":{"binary_data":"#)
                bytes.appendRaw(isBinary ? "true}" : "false}")
            }
            bytes.append(Ascii.closeBrace)
        }
        bytes.append(Ascii.closeBracket)
    }
}
