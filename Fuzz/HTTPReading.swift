import Archive

/// Reads what a request over HTTP may bring in its target, its headers and its body, each by the reader of the API; stops
/// the program where what was read is not what was written, or is more than may be.
///
/// The first line says which reader it is for; where it names none, its first byte chooses.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTPReading(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    var rest = Array(UnsafeBufferPointer(start: start, count: count))[...]
    let choice = Int(rest.first ?? 0)
    let reader = Reader(rawValue: line(&rest)) ?? Reader.allCases[choice % Reader.allCases.count]
    read(Array(rest), by: reader)
    return 0
}

private enum Reader: String, CaseIterable {
    case form, query, row, header, accept, cookie, host, target, text, gzip, deflate, content
}

private func read(_ bytes: [UInt8], by reader: Reader) {
    switch reader {
    case .form: readForm(bytes)
    case .query: readQuery(bytes)
    case .row: readRow(bytes)
    case .header: readHeader(bytes)
    case .accept: readAccept(bytes)
    case .cookie: readCookie(bytes)
    case .host: readHost(bytes)
    case .target: readTarget(bytes)
    case .text: writeText(bytes)
    case .gzip: unpack(bytes, as: .gzip)
    case .deflate: unpack(bytes, as: .deflate)
    case .content: pack(bytes)
    }
}

/// Takes the first line off.
func line(_ rest: inout ArraySlice<UInt8>) -> String {
    let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
    let text = String(decoding: rest[..<end], as: UTF8.self)
    rest = rest[end...].dropFirst()
    return text
}

/// Stops the program where something is refused in a way that its reader does not know, or without a message.
func attempt(_ kinds: [RequestError.Kind], _ body: () throws(RequestError) -> Void) {
    do throws(RequestError) {
        try body()
    } catch {
        precondition(!error.message.isEmpty, "refused without a message")
        precondition(kinds.contains(error.kind), "refused as \(error.kind)")
    }
}
