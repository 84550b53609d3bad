/// A text with its variables replaced, read once from left to right.
struct Substitution {
    private(set) var text = ""
    /// Names of the variables that were put in.
    private(set) var names: [String] = []
    /// What could not be replaced, with the remedy.
    private(set) var faults: [String] = []

    init(_ source: String, variables: [String: String]) {
        var rest = Substring(source)
        while let dollar = rest.firstIndex(of: "$") {
            text += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            if rest.first == "$" {
                text += "$"
                rest.removeFirst()
            } else if rest.first == "{" {
                rest.removeFirst()
                braced(&rest, variables)
            } else if let name = Self.name(in: rest), rest[name.endIndex...].first == "$" {
                rest = rest[name.endIndex...].dropFirst()
                put(String(name), as: "$\(name)$", variables)
            } else {
                text += "$"
            }
        }
        text += rest
    }

    private mutating func braced(_ rest: inout Substring, _ variables: [String: String]) {
        guard let name = Self.name(in: rest), rest[name.endIndex...].first == "}" else {
            faults.append(
                "'${' is not followed by a variable's name and '}'; write '$${' where the text itself is meant"
            )
            text += "${"
            return
        }
        rest = rest[name.endIndex...].dropFirst()
        put(String(name), as: "${\(name)}", variables)
    }

    private mutating func put(_ name: String, as written: String, _ variables: [String: String]) {
        guard let value = variables[name] else {
            faults.append("\(written) has no value; set the environment variable \(name) or pass --set \(name)=value")
            return
        }
        names.append(name)
        text += value
    }

    private static func name(in text: Substring) -> Substring? {
        let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
        guard let first = name.first, !first.isNumber else { return nil }
        return name
    }
}
