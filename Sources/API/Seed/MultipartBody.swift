/// A body of `multipart/form-data`, taken apart: RFC 2046, section 5.1, and RFC 7578.
struct MultipartBody {
    /// One part.
    struct Part {
        /// What the form calls it.
        let name: String
        /// Type and subtype in lower case, without parameters; nil: nothing is said.
        let type: String?
        /// Where its bytes stand in the body.
        let content: Range<Int>
    }

    private static let mostParts = 16
    private static let mostHeaderBytes = 8 << 10

    /// The parts, in order.
    let parts: [Part]

    /// The text between parts; nil where a Content-Type is of no such body, or says none.
    static func boundary(of contentType: String?) -> [UInt8]? {
        guard let contentType else { return nil }
        let fields = HeaderParameters(contentType)
        guard fields.value == "multipart/form-data", let boundary = fields["boundary"] else { return nil }
        let bytes = Array(boundary.utf8)
        let isSound = (1...70).contains(bytes.count) && bytes.allSatisfy { (0x20...0x7E).contains($0) }
        return isSound && bytes.last != 0x20 ? bytes : nil
    }

    /// Takes a body apart.
    ///
    /// - Throws: `RequestError` with what is wrong with it.
    init(_ body: [UInt8], boundary: [UInt8]) throws(RequestError) {
        let dashes = [UInt8(ascii: "-"), UInt8(ascii: "-")]
        let line = dashes + boundary
        let delimiter = [0x0D, 0x0A] + line
        guard var position = body.starts(with: line) ? line.count : Self.end(of: delimiter, in: body, from: 0) else {
            throw RequestError(.malformed, "the body has no part; its boundary is not the one of Content-Type")
        }
        var parts: [Part] = []
        while !body[position...].starts(with: dashes) {
            while position < body.count, body[position] == 0x20 || body[position] == 0x09 { position += 1 }
            guard body[position...].starts(with: [0x0D, 0x0A]) else {
                throw RequestError(.malformed, "a boundary of the body is not followed by the end of its line")
            }
            guard parts.count < Self.mostParts else {
                throw RequestError(.malformed, "the body has more than \(Self.mostParts) parts")
            }
            guard let after = Self.end(of: delimiter, in: body, from: position) else {
                throw RequestError(
                    .malformed,
                    "the last part of the body is not closed by its boundary; was it cut off?"
                )
            }
            // The end of the boundary's line may be the beginning of the next boundary.
            guard position + 2 <= after - delimiter.count else { throw Self.headless }
            parts.append(try Self.part(body, position + 2..<after - delimiter.count))
            position = after
        }
        self.parts = parts
    }

    private static let headless = RequestError(
        .malformed,
        "a part of the body has no empty line after its headers, or too many of them"
    )

    private static func part(_ body: [UInt8], _ range: Range<Int>) throws(RequestError) -> Part {
        var disposition: HeaderParameters?
        var type: String?
        var position = range.lowerBound
        while true {
            guard let end = end(of: [0x0D, 0x0A], in: body, from: position), end - range.lowerBound <= mostHeaderBytes,
                end <= range.upperBound + 2
            else {
                throw headless
            }
            let line = String(decoding: body[position..<end - 2], as: UTF8.self)
            position = end
            if line.isEmpty { break }
            guard let colon = line.firstIndex(of: ":") else { continue }
            let value = HeaderParameters(String(line[line.index(after: colon)...]))
            switch line[..<colon].lowercased() {
            case "content-disposition": disposition = value
            case "content-type": type = value.value
            default: break
            }
        }
        guard let disposition, disposition.value == "form-data", let name = disposition["name"] else {
            throw RequestError(.malformed, "a part of the body has no 'Content-Disposition: form-data; name=…'")
        }
        return Part(name: name, type: type, content: min(position, range.upperBound)..<range.upperBound)
    }

    /// The place after the first occurrence of some bytes; nil where there is none.
    private static func end(of wanted: [UInt8], in body: [UInt8], from start: Int) -> Int? {
        guard let first = wanted.first, start <= body.count - wanted.count else { return nil }
        var position = start
        while position <= body.count - wanted.count {
            if body[position] == first, body[position..<position + wanted.count].elementsEqual(wanted) {
                return position + wanted.count
            }
            position += 1
        }
        return nil
    }
}
