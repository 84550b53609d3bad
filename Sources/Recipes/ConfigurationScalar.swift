/// A single value as it was written, with the variables that were put into it.
public struct ConfigurationScalar: Sendable, Hashable {
    /// The text after substitution.
    public let text: String
    /// Names of the variables whose values are part of `text`.
    public let variables: [String]
    /// True when it stood in a YAML text without quotes, so that it may mean a number or a boolean.
    public let isPlain: Bool

    /// Holds `text`, made with the values of `variables`.
    public init(_ text: String, variables: [String] = [], isPlain: Bool = false) {
        self.text = text
        self.variables = variables
        self.isPlain = isPlain
    }

    /// True when the text must not be shown: it came from a variable with a telling name, or looks like a credential.
    public var isSecret: Bool {
        variables.contains(where: Secrecy.isSecret(variable:)) || Secrecy.isSecret(text: text)
    }

    /// The text for messages: in quotes, at most 200 characters, control characters escaped, secrets masked.
    public var quoted: String {
        guard !isSecret else { return "'\(Secrecy.mask)'" }
        var shown = ""
        for character in text.unicodeScalars.prefix(200) {
            shown +=
                character.properties.generalCategory == .control
                ? "\\u{\(String(character.value, radix: 16))}" : String(character)
        }
        return text.unicodeScalars.count > 200 ? "'\(shown)…'" : "'\(shown)'"
    }
}
