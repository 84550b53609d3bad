import OpenInference
import Tensors

/// Reads a form, whose Content-Type is the first line; where that has no boundary it is `b`.
func readForm(_ bytes: [UInt8]) {
    var rest = bytes[...]
    let type = line(&rest)
    let body = Array(rest)
    attempt([.malformed, .mediaType]) { () throws(RequestError) in
        let form = try SeriesForm(body, contentType: type)
        precondition(form.csv.count + (form.model?.utf8.count ?? 0) < body.count, "more than there is")
        precondition(form.model?.isEmpty != true, "a model without a name")
    }
    let boundary = MultipartBody.boundary(of: type) ?? [0x62]
    attempt([.malformed]) { () throws(RequestError) in
        let parts = try MultipartBody(body, boundary: boundary).parts
        checkPlaces(parts, body, boundary)
        checkWritten(parts, body, boundary)
        checkCut(parts, body, boundary)
    }
}

/// Stops the program where parts are too many, overlap, or do not end at a boundary.
private func checkPlaces(_ parts: [MultipartBody.Part], _ body: [UInt8], _ boundary: [UInt8]) {
    precondition(parts.count <= 16, "too many parts")
    let delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary
    var last = 0
    for part in parts {
        precondition(part.content.lowerBound >= last, "parts overlap")
        precondition(body[part.content.upperBound...].starts(with: delimiter), "a part ends where none does")
        last = part.content.upperBound + delimiter.count
    }
}

/// Stops the program where parts that are put together again are others.
private func checkWritten(_ parts: [MultipartBody.Part], _ body: [UInt8], _ boundary: [UInt8]) {
    guard parts.allSatisfy({ $0.name.utf8.count + ($0.type?.utf8.count ?? 0) < 3000 }) else { return }
    let written = form(of: parts, body, boundary)
    do throws(RequestError) {
        let again = try MultipartBody(written, boundary: boundary).parts
        precondition(again.count == parts.count, "not as many parts")
        for (part, other) in zip(parts, again) {
            precondition(part.name.utf8.elementsEqual(other.name.utf8), "another name")
            precondition(part.type == other.type, "another type")
            precondition(body[part.content] == written[other.content], "another content")
        }
    } catch {
        preconditionFailure("what was read cannot be written and read: \(error.message)")
    }
}

/// The body that holds parts.
private func form(of parts: [MultipartBody.Part], _ body: [UInt8], _ boundary: [UInt8]) -> [UInt8] {
    var written: [UInt8] = []
    for part in parts {
        written += [0x2D, 0x2D] + boundary
        written += Array("\r\nContent-Disposition: form-data; name=\"\(escaped(part.name))\"\r\n".utf8)
        if let type = part.type { written += Array("Content-Type: \(type)\r\n".utf8) }
        written += [0x0D, 0x0A] + body[part.content] + [0x0D, 0x0A]
    }
    return written + [0x2D, 0x2D] + boundary + [0x2D, 0x2D]
}

/// A text as it stands between quotes.
func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { escaped.append("\\") }
        escaped.append(scalar)
    }
    return String(escaped)
}

/// Stops the program where a body that was cut off is taken for whole.
private func checkCut(_ parts: [MultipartBody.Part], _ body: [UInt8], _ boundary: [UInt8]) {
    guard let last = parts.last else { return }
    for end in [last.content.lowerBound, last.content.upperBound, last.content.upperBound + boundary.count + 3] {
        let cut = try? MultipartBody(Array(body[..<end]), boundary: boundary)
        precondition(cut == nil, "cut off, and taken for whole")
    }
}

/// Reads a query, and writes all of it as one parameter.
func readQuery(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    attempt([.malformed]) { () throws(RequestError) in
        let query = try FormQuery(text)
        for name in ["model", "modelId", "datos", ""] {
            guard let found = try query.bytes(name) else { continue }
            precondition(found.count < text.utf8.count, "more than there is")
            let decoded = try query.text(name)
            precondition(decoded?.utf8.elementsEqual(found) == true, "a text of other bytes")
        }
    }
    attempt([]) { () throws(RequestError) in
        let written = bytes.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        let again = try FormQuery("a=b&c=\(written)&").bytes("c")
        precondition(again == bytes, "read again as something else")
    }
}

/// Reads `datos` of a query as a row of a model whose signature is the first line: see ``EchoModel``.
func readRow(_ bytes: [UInt8]) {
    var rest = bytes[...]
    let model = EchoModel(signature: Array(line(&rest).utf8))
    guard let input = model.inputs.first else { return }
    let text = String(decoding: rest, as: UTF8.self)
    attempt([.malformed]) { () throws(RequestError) in
        let literal = try FormQuery(text).bytes("datos") ?? Array(rest)
        guard let numbers = try? LiteralReader.numbers(in: literal) else { return }
        let tensor = try SeedRow(numbers, for: input).tensor
        let again = Tensor(name: input.name, datatype: input.datatype, shape: tensor.shape, bytes: tensor.bytes)
        precondition(again == tensor && tensor.shape.count == numbers.count, "not as many as were written")
        precondition(tensor.firstNonFinite() == nil, "a number that is not finite")
        precondition(tensor.shape.rank == input.dimensions.count, "another rank")
        let isFitting = input.dimensions.indices.allSatisfy { place in
            input.dimensions[place].map { $0 == tensor.shape[place] } ?? true
        }
        precondition(isFitting, "another shape")
    }
}
