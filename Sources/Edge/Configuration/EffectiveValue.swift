import Recipes

/// A key's value as it is printed, and where it came from.
struct EffectiveValue: Sendable {
    static let byDefault = "default"
    static let masked = "\"\(Secrecy.mask)\""

    /// The value as YAML, secrets masked.
    let text: String
    /// True when the value is hidden.
    var isMasked: Bool { text == Self.masked }
    /// A file and line, an option, a variable, or `default`.
    let source: String
}

extension EffectiveValue {
    /// Masks `text`, which is YAML, when `scalar` must not be shown.
    init(_ text: String, of scalar: ConfigurationScalar, at origin: Origin) {
        self.init(text: scalar.isSecret ? Self.masked : text, source: origin.line)
    }
}
