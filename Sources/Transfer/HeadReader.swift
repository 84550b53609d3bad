/// Makes an answer's head of its lines, passing over interim answers; bounded.
struct HeadReader {
    /// How many bytes all lines may have, interim answers and trailers included.
    static let limit = 64 * 1024

    private var count = 0
    private var open: ResponseHead?
    /// True once the head is complete; lines that follow are trailers.
    private(set) var isDone = false

    /// Takes a line with its end; returns the head when this line completes it.
    ///
    /// - Throws: `tooLarge`; `protocolViolation` where the line is none of a head.
    mutating func take(_ line: [UInt8]) throws(TransferError) -> ResponseHead? {
        count += line.count
        guard count <= Self.limit else {
            throw TransferError(.tooLarge, "the answer's head has more than \(Self.limit / 1024) KiB")
        }
        guard !isDone else { return nil }
        let text = String(decoding: line, as: UTF8.self).trimming { $0.isNewline }
        if let status = try Self.status(text, isFirst: open == nil) {
            open = ResponseHead(status: status)
            return nil
        }
        guard !text.isEmpty else { return finish() }
        try add(text)
        return nil
    }

    private mutating func finish() -> ResponseHead? {
        guard let head = open else { return nil }
        open = nil
        guard head.status >= 200 else { return nil }
        isDone = true
        return head
    }

    private mutating func add(_ text: String) throws(TransferError) {
        if text.first == " " || text.first == "\t" {
            guard let last = open?.headers.popLast() else {
                throw TransferError(.protocolViolation, "the answer's head begins with the rest of a line")
            }
            let rest = text.trimming { $0 == " " || $0 == "\t" }
            open?.headers.append(HTTPRequest.Header(last.name, "\(last.value) \(rest)"))
            return
        }
        guard let colon = text.firstIndex(of: ":") else {
            throw TransferError(.protocolViolation, "a line of the answer's head has no colon")
        }
        let value = String(text[text.index(after: colon)...]).trimming { $0 == " " || $0 == "\t" }
        open?.headers.append(HTTPRequest.Header(String(text[..<colon]), value))
    }

    /// The status of a first line; nil for another line.
    private static func status(_ text: String, isFirst: Bool) throws(TransferError) -> Int? {
        guard isFirst else { return nil }
        let words = text.split(separator: " ", maxSplits: 2)
        guard words.count >= 2, words[0].hasPrefix("HTTP/"), words[1].utf8.count == 3,
            let status = ResponseHead.number(words[1]), (100...599).contains(status)
        else { throw TransferError(.protocolViolation, "the answer does not begin with an HTTP status") }
        return Int(status)
    }
}

extension String {
    func trimming(_ isSpace: (Character) -> Bool) -> String {
        var rest = self[...]
        while let first = rest.first, isSpace(first) { rest.removeFirst() }
        while let last = rest.last, isSpace(last) { rest.removeLast() }
        return String(rest)
    }
}
