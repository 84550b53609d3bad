/// Names and addresses of this machine that no other machine reaches.
enum Loopback {
    /// True for `localhost`, 127.0.0.0/8 and ::1, whatever the case, with or without brackets.
    static func isName(_ name: some StringProtocol) -> Bool {
        switch name.lowercased() {
        case "localhost", "localhost.", "::1", "[::1]": true
        case let name where name.hasPrefix("127."):
            name.utf8.count { $0 == UInt8(ascii: ".") } == 3
                && name.split(separator: ".", omittingEmptySubsequences: false)
                    .allSatisfy { areDigits($0.utf8) && UInt8($0) != nil }
        default: false
        }
    }

    /// True where the host of `host`, `host:port` or `[address]:port` is one of them.
    static func isAuthority(_ authority: String) -> Bool {
        // What nearly every request says, and without taking memory.
        for known in ["127.0.0.1", "localhost"] where authority.hasPrefix(known) {
            let rest = authority.utf8.dropFirst(known.utf8.count)
            if rest.isEmpty { return true }
            if rest.first == UInt8(ascii: ":"), (2...5).contains(rest.count), areDigits(rest.dropFirst()) {
                return true
            }
        }
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return false }
            let rest = authority[authority.index(after: end)...]
            return isName(authority[...end]) && isPort(rest)
        }
        guard let colon = authority.firstIndex(of: ":") else { return isName(authority) }
        return isName(authority[..<colon]) && isPort(authority[colon...])
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.hasPrefix(":") && areDigits(text.utf8.dropFirst()) && UInt16(text.dropFirst()) != nil)
    }

    private static func areDigits(_ text: Substring.UTF8View) -> Bool {
        text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
