/// What a model calls its classes, by output.
///
/// A model's file says it in its metadata: under `labels` for all outputs, or `labels.OUTPUT` for one; a JSON array of
/// strings, or a name on each line, or names with commas between them.
public struct ClassNames: Sendable, Equatable {
    /// No class has a name.
    public static let none = ClassNames([:])

    private static let key = "labels"
    /// Most bytes of a text that names are taken from.
    private static let longestText = 1 << 20

    private let common: [String]
    private let byOutput: [String: [String]]

    /// Takes the names that stand in a file's metadata.
    public init(_ metadata: [String: String]) {
        common = metadata[Self.key].map(Self.names) ?? []
        var byOutput: [String: [String]] = [:]
        for (key, text) in metadata where key.hasPrefix(Self.key + ".") {
            byOutput[String(key.dropFirst(Self.key.count + 1))] = Self.names(text)
        }
        self.byOutput = byOutput
    }

    /// The names of an output's classes, in their order; empty where they have none.
    public func names(of output: String) -> [String] { byOutput[output] ?? common }

    private static func names(_ text: String) -> [String] {
        guard text.utf8.count <= longestText else { return [] }
        if let array = array(text) { return array }
        let separator: Character = text.contains("\n") ? "\n" : ","
        var names = text.split(separator: separator, omittingEmptySubsequences: false).map(trimmed)
        if names.last?.isEmpty == true { names.removeLast() }
        return names
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop(while: \.isWhitespace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    /// The strings of a JSON array; nil for anything else.
    private static func array(_ text: String) -> [String]? {
        let bytes = Array(text.utf8)
        let body = unsafe bytes.span.bytes
        var reader = JSONReader(maximumDepth: 2)
        var names: [String] = []
        do throws(InferError) {
            guard reader.next(body) == Ascii.openBracket else { return nil }
            guard try reader.firstElement(body) else { return names }
            repeat {
                guard reader.peek(body) == Ascii.quote else { return nil }
                names.append(reader.decode(try reader.scanString(body), body))
            } while try reader.nextElement(body)
            return names
        } catch {
            return nil
        }
    }
}
