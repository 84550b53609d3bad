import Tensors

extension InferRequest {
    /// Appends the request as JSON of the Open Inference Protocol, as a client sends it.
    ///
    /// - Throws: `bad_input` for an input that is NaN, infinite or no UTF-8; `bytes` then stays as it was.
    public func encode(into bytes: inout [UInt8]) throws(InferError) {
        let start = bytes.count
        bytes.appendRaw("{")
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
        bytes.appendRaw(#""inputs":["#)
        for (index, input) in inputs.enumerated() {
            if index > 0 { bytes.append(Ascii.comma) }
            do {
                try input.encode(rows: nil, nonFinite: .error, into: &bytes)
            } catch {
                bytes.removeSubrange(start...)
                throw InferError(.badInput, "input \(quoted(input.name)) cannot be written as JSON: \(error.message)")
            }
        }
        bytes.append(Ascii.closeBracket)
        if !outputs.isEmpty {
            bytes.appendRaw(#","outputs":["#)
            for (index, output) in outputs.enumerated() {
                bytes.appendRaw(index > 0 ? #",{"name":"# : #"{"name":"#)
                bytes.appendQuoted(output.name)
                if let isBinary = output.isBinary {
                    bytes.appendRaw(
                        isBinary ? #","parameters":{"binary_data":true}"# : #","parameters":{"binary_data":false}"#
                    )
                }
                bytes.append(Ascii.closeBrace)
            }
            bytes.append(Ascii.closeBracket)
        }
        bytes.append(Ascii.closeBrace)
    }
}
