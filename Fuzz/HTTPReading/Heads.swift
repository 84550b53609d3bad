import Archive
import Foundation

/// Reads a header with parameters, and a parameter that holds all of it.
func readHeader(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let fields = HeaderParameters(text)
    precondition(fields.value.utf8.count <= 3 * text.utf8.count, "more than there is")
    precondition((fields["name"]?.utf8.count ?? 0) <= text.utf8.count, "more than there is")
    let written = HeaderParameters("Form-Data ; name=\"\(escaped(text))\"; other=1")
    precondition(written.value == "form-data" && written["other"] == "1", "what stands beside it is lost")
    precondition(written["name"]?.utf8.elementsEqual(text.utf8) == true, "read again as something else")
    if let boundary = MultipartBody.boundary(of: text) {
        precondition((1...70).contains(boundary.count), "no boundary")
        precondition(boundary.allSatisfy { (0x20...0x7E).contains($0) }, "a boundary that cannot be sent")
    }
}

/// Reads what an answer may be: its kind, and how it is packed.
func readAccept(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    attempt([.notAcceptable]) { () throws(RequestError) in
        let choice = try PictureChoice(accept: lines)
        let (type, group) = choice == .picture ? ("image/png", "image/*") : ("application/json", "application/*")
        let wishes = lines.joined(separator: ",").lowercased()
        let isWanted = [type, group, "*/*"].contains(where: wishes.contains)
        precondition(isWanted || HeaderWishes(lines).isEmpty, "what nobody wants")
    }
    attempt([.encoding]) { () throws(RequestError) in _ = try Packing.of(contentEncoding: text) }
    guard let packing = Packing.accepted(by: text) else { return }
    let wishes = text.lowercased()
    precondition(wishes.contains(packing.rawValue) || wishes.contains("*"), "packed as nobody wants")
}

/// Reads cookies, and a session whose secret is all of it.
func readCookie(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(separator: "\n").map(String.init)
    if let secret = SessionCookie.secret(in: lines) {
        precondition(!secret.utf8.contains(0x3B), "two cookies in one")
        precondition(lines.contains { holds($0, "marram_session=" + secret) }, "a secret that nobody showed")
    }
    let plain = String(decoding: bytes.filter { $0 > 0x20 && $0 < 0x7F && $0 != 0x3B }, as: UTF8.self)
    let shown = SessionCookie.secret(in: ["a=b", "c=d; marram_session=\(plain); e=f"])
    precondition(shown == plain, "another secret")
}

private func holds(_ text: String, _ part: String) -> Bool { Array(text.utf8).firstRange(of: Array(part.utf8)) != nil }

/// Reads a host, as a header names it.
func readHost(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard Loopback.isAuthority(text) else { return }
    var host = text.utf8[...]
    if let colon = host.lastIndex(of: 0x3A), host.last != 0x5D {
        let port = host[host.index(after: colon)...]
        precondition(!port.isEmpty && port.allSatisfy(isDigit), "no port")
        host = host[..<colon]
    }
    let name = String(decoding: host, as: UTF8.self)
    let parts = host.split(separator: 0x2E, omittingEmptySubsequences: false)
    let isAddress =
        parts.count == 4 && parts[0].elementsEqual("127".utf8)
        && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(isDigit) }
    let isName = ["localhost", "localhost.", "[::1]"].contains(name.lowercased())
    precondition(isAddress || isName, "no name of this machine")
}

private func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// Reads the target of a request; what is taken must mean what it says, byte for byte.
func readTarget(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let path = Array(text.utf8.prefix { $0 != 0x3F })
    do throws(RequestError) {
        try RequestTarget.check(text)
        precondition(path.first == 0x2F, "no path")
        let decoded = decoded(path)
        precondition(String(validating: decoded, as: UTF8.self) != nil, "a path that is not UTF-8")
        precondition(decoded.allSatisfy { $0 > 0x1F && $0 != 0x7F && $0 != 0x5C }, "a control character")
        precondition(decoded.count { $0 == 0x2F } == path.count { $0 == 0x2F }, "a '/' that was hidden")
        let segments = decoded.split(separator: 0x2F, omittingEmptySubsequences: false).dropFirst()
        precondition(!segments.dropLast().contains([]), "an empty segment")
        precondition(!segments.contains([0x2E]) && !segments.contains([0x2E, 0x2E]), "a segment that leads elsewhere")
    } catch {
        precondition(error.kind == .malformed && !error.message.isEmpty, "refused without a message")
        let isPlain = path.allSatisfy { $0 == 0x2F || $0 > 0x2F && $0 < 0x7F && $0 != 0x5C }
        let isRooted = path.first == 0x2F && path.firstRange(of: [0x2F, 0x2F]) == nil
        precondition(!isPlain || !isRooted, "a plain path is refused: \(error.message)")
    }
}

/// The bytes that a path means; what is no encoding stays.
private func decoded(_ path: [UInt8]) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = path[...]
    while let byte = rest.popFirst() {
        let digits = String(decoding: rest.prefix(2), as: UTF8.self)
        if byte == 0x25, digits.utf8.count == 2, digits.utf8.first != 0x2B, let value = UInt8(digits, radix: 16) {
            decoded.append(value)
            rest = rest.dropFirst(2)
        } else {
            decoded.append(byte)
        }
    }
    return decoded
}

/// Writes a text as JSON, as a refusal does, and reads it.
func writeText(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    let literal = Data(JSONText.literal(text).utf8)
    let read = try? JSONDecoder().decode(String.self, from: literal)
    precondition(read?.utf8.elementsEqual(text.utf8) == true, "read again as something else")
}
