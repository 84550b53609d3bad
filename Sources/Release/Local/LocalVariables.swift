import Recipes

/// Puts values in the place of recipe variables.
struct LocalVariables: Sendable {
    /// What one component has.
    struct Place: Sendable {
        var artifacts: String
        var decompressed: String
        var work: String
        var configuration: JSONValue
    }

    var own: Place
    /// Of direct dependencies, by name.
    var others: [String: Place]
    var root: String
    var thing: String

    /// Returns the text with what is known put in, and the variables that are not, which stay as they are.
    ///
    /// What is put in is not looked at again. `${NAME:-x}` is the shell's.
    func replace(_ text: String) -> (text: String, missing: [String]) {
        var replaced = ""
        var missing: [String] = []
        var rest = Substring(text)
        while let brace = rest.firstIndex(of: "{") {
            replaced += rest[..<brace]
            rest = rest[brace...]
            guard let end = rest.firstIndex(of: "}"), let parts = Self.parts(rest[..<end].dropFirst()) else {
                replaced.append("{")
                rest = rest.dropFirst()
                continue
            }
            let written = rest[...end]
            if let value = value(parts) {
                replaced += value
            } else {
                if replaced.last != "$" { missing.append(String(written)) }
                replaced += written
            }
            rest = rest[end...].dropFirst()
        }
        return (replaced + rest, missing)
    }

    /// A value as the shell sees it: text as it is, everything else as JSON.
    static func text(_ value: JSONValue) -> String { value.text ?? value.json() }

    /// The parts of `namespace:key` or `component:namespace:key`; nil where it is neither.
    private static func parts(_ inner: Substring) -> [Substring]? {
        let parts = inner.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(parts.count), parts.dropLast().allSatisfy(isName) else { return nil }
        return parts
    }

    private static func isName(_ text: Substring) -> Bool {
        !text.isEmpty && text.allSatisfy { ($0.isASCII && ($0.isLetter || $0.isNumber)) || "._-".contains($0) }
    }

    private func value(_ parts: [Substring]) -> String? {
        if parts.count == 3 { return others[String(parts[0])].flatMap { Self.value($0, parts[1], parts[2]) } }
        switch (parts[0], parts[1]) {
        case ("kernel", "rootPath"): return root
        case ("iot", "thingName"): return thing
        default: return Self.value(own, parts[0], parts[1])
        }
    }

    private static func value(_ place: Place, _ namespace: Substring, _ key: Substring) -> String? {
        switch (namespace, key) {
        case ("artifacts", "path"): place.artifacts
        case ("artifacts", "decompressedPath"): place.decompressed
        case ("work", "path"): place.work
        case ("configuration", let pointer): find(pointer, in: place.configuration).map(text)
        default: nil
        }
    }

    /// What a JSON pointer points to; the empty one is the whole.
    private static func find(_ pointer: Substring, in value: JSONValue) -> JSONValue? {
        if pointer.isEmpty { return value }
        guard pointer.hasPrefix("/") else { return nil }
        var found = value
        for token in pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            if let member = found[name] {
                found = member
            } else if let elements = found.elements, let index = Int(name), elements.indices.contains(index) {
                found = elements[index]
            } else {
                return nil
            }
        }
        return found
    }
}
