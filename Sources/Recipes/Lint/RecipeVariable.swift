/// A `{…}` in a script of a recipe.
struct RecipeVariable: Sendable, Hashable {
    /// What it stands for.
    enum Kind: Sendable, Hashable {
        /// A value that the nucleus puts in; `component` is nil for the component's own.
        case known(component: String?, namespace: String, key: String)
        /// Written as a variable is, but of a namespace or with a key that no nucleus knows.
        case unknown(component: String?, namespace: String, key: String)
        /// Anything else that begins with a brace, a shell's `${…}` among them.
        case brace
    }

    let kind: Kind
    /// As it is written; of a brace that is no variable, up to the closing one or 30 characters.
    let text: String
    /// What follows it, up to white space or a quote.
    let path: String
    /// The line of the script, from 1.
    let line: Int
    /// True where a dollar stands before it.
    let isShell: Bool

    /// Returns all of a text.
    static func all(in text: String) -> [RecipeVariable] {
        var found: [RecipeVariable] = []
        var rest = Substring(text)
        var line = 1
        while let brace = rest.firstIndex(of: "{") {
            line += rest[..<brace].count { $0.isNewline }
            let after = rest[brace...]
            let variable = RecipeVariable(after, line: line, isShell: rest[..<brace].last == "$")
            found.append(variable)
            rest = variable.kind == .brace ? after.dropFirst() : after.dropFirst(variable.text.count)
        }
        return found
    }

    /// Reads the one that the text begins with.
    private init(_ text: Substring, line: Int, isShell: Bool) {
        self.line = line
        self.isShell = isShell
        guard let end = text.firstIndex(of: "}") else {
            (kind, self.text, path) = (.brace, Self.cut(text), "")
            return
        }
        let whole = text[...end]
        let inner = whole.dropFirst().dropLast()
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard !isShell, parts.count == 2 || parts.count == 3, parts.dropLast().allSatisfy(Self.isName) else {
            (kind, self.text, path) = (.brace, Self.cut(whole), "")
            return
        }
        let component = parts.count == 3 ? parts[0] : nil
        let (namespace, key) = (parts[parts.count - 2], parts[parts.count - 1])
        kind =
            Self.isKnown(namespace, key, isOwn: component == nil)
            ? .known(component: component, namespace: namespace, key: key)
            : .unknown(component: component, namespace: namespace, key: key)
        self.text = String(whole)
        path = String(text[text.index(after: end)...].prefix { !$0.isWhitespace && !"'\"`;&|<>()".contains($0) })
    }

    /// What may be written, for remedies.
    static let forms =
        "{artifacts:path}, {artifacts:decompressedPath}, {work:path}, {configuration:/…}, {kernel:rootPath}, "
        + "{iot:thingName}, and the first four with a direct dependency's name and ':' in front"

    private static func isKnown(_ namespace: String, _ key: String, isOwn: Bool) -> Bool {
        switch namespace {
        case "artifacts": key == "path" || key == "decompressedPath"
        case "work": key == "path"
        case "configuration": key.hasPrefix("/")
        case "kernel": isOwn && key == "rootPath"
        case "iot": isOwn && key == "thingName"
        default: false
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    private static func cut(_ text: Substring) -> String {
        let line = text.prefix { !$0.isNewline }
        return line.count > 30 ? line.prefix(30) + "…" : String(line)
    }
}
