import Foundation

extension JSONValue {
    /// Bytes that a JSON text may have: 16 MiB.
    public static let maximumBytes = 16 << 20
    /// Levels of arrays and objects in one another: 64.
    public static let maximumDepth = 64

    /// Reads a JSON text in UTF-8; members come in the order of their names.
    ///
    /// - Parameters:
    ///   - json: the text.
    ///   - source: what the text is, for messages: a file name, or whose answer it is.
    /// - Throws: that the text is no JSON, or which limit it exceeds; nothing of the text itself.
    public init(json: [UInt8], source: String = "JSON") throws(ConfigurationError) {
        guard json.count <= Self.maximumBytes else {
            throw ConfigurationError(
                .source(source),
                "has \(json.count) bytes; expected at most \(Self.maximumBytes) (16 MiB)"
            )
        }
        guard Self.depth(of: json) <= Self.maximumDepth else {
            throw ConfigurationError(
                .source(source),
                "arrays and objects stand deeper than \(Self.maximumDepth) in one another; expected fewer levels"
            )
        }
        do {
            self = try JSONDecoder().decode(JSONValue.self, from: Data(json))
        } catch {
            throw ConfigurationError(.source(source), "is not valid JSON; expected one JSON value in UTF-8")
        }
    }

    /// Returns how deep the brackets outside of texts go.
    private static func depth(of json: [UInt8]) -> Int {
        var depth = 0
        var deepest = 0
        var isText = false
        var isEscaped = false
        for byte in json {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                deepest = max(deepest, depth)
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            default: break
            }
        }
        return deepest
    }
}
