import OpenInference

/// Appends members of an object, each with the comma before it; what is not known is left out.
extension [UInt8] {
    /// Appends a text.
    mutating func appendText(_ name: String, _ text: String?) {
        guard let text else { return }
        appendRaw(",\"\(name)\":")
        appendQuoted(text)
    }

    /// Appends a number, if JSON has it.
    mutating func appendNumber(_ name: String, _ number: Double?) {
        guard let number, number.isFinite else { return }
        appendRaw(",\"\(name)\":")
        appendNumber(number)
    }

    /// Appends JSON as it is.
    mutating func appendMember(_ name: String, _ json: [UInt8]?) {
        guard let json else { return }
        appendRaw(",\"\(name)\":")
        append(contentsOf: json)
    }
}
