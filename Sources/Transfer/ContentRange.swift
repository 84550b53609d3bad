/// What a `Content-Range` header says: `bytes 10-19/200`, `bytes 10-19/*` or `bytes */200`.
struct ContentRange: Sendable, Hashable {
    /// First and last byte; nil: none can be had.
    let bytes: ClosedRange<Int64>?
    /// Of the whole; nil: not known.
    let total: Int64?

    /// Reads the header; nil where there is not exactly one, or it means nothing.
    init?(_ head: ResponseHead) {
        let lines = head.values("content-range")
        guard lines.count == 1, let line = lines.first else { return nil }
        self.init(line)
    }

    /// Reads a value.
    init?(_ text: String) {
        let words = text.split(separator: " ", omittingEmptySubsequences: false)
        guard words.count == 2, words[0].lowercased() == "bytes" else { return nil }
        let parts = words[1].split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        total = parts[1] == "*" ? nil : ResponseHead.number(parts[1])
        guard total != nil || parts[1] == "*" else { return nil }
        guard parts[0] != "*" else {
            bytes = nil
            return
        }
        let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = ResponseHead.number(ends[0]), let last = ResponseHead.number(ends[1]),
            first <= last, total.map({ last < $0 }) ?? true
        else { return nil }
        bytes = first...last
    }
}
