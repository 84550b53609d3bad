/// RFC 3986: everything outside `A-Z a-z 0-9 - . _ ~` as `%XX`.
public enum PercentEncoding {
    /// Encodes a text; with `keeping`, that byte stays as it is.
    public static func encode(_ text: some Sequence<UInt8>, keeping kept: UInt8? = nil) -> String {
        var encoded: [UInt8] = []
        for byte in text {
            if isUnreserved(byte) || byte == kept {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Encodes one part of a query or a path.
    public static func encode(_ text: String) -> String { encode(text.utf8) }

    /// Encodes a path, its slashes kept.
    public static func encodePath(_ path: String) -> String { encode(path.utf8, keeping: UInt8(ascii: "/")) }

    /// Returns the bytes that a text stands for; what is no `%XX` stays as it is.
    public static func decode(_ text: some StringProtocol) -> [UInt8] {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
                let high = value(bytes[index + 1]), let low = value(bytes[index + 2])
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return decoded
    }

    /// Returns the text that an encoded one stands for; nil where a code is broken, means NUL, or it is no UTF-8 then.
    public static func text(_ encoded: String) -> String? {
        let decoded = decode(encoded)
        let codes = encoded.utf8.count { $0 == UInt8(ascii: "%") }
        // Each code that is one makes three bytes one.
        guard encoded.utf8.count - decoded.count == 2 * codes, !decoded.contains(0) else { return nil }
        return String(validating: decoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
