/// How a message names an input: by its name once that is known, else by its place.
struct TensorLabel: CustomStringConvertible {
    /// The place in `inputs`.
    var index: Int
    /// The name, once read.
    var name: String?

    var description: String {
        guard let name else { return "inputs[\(index)]" }
        return "input \(quoted(name))"
    }
}

/// A name for a message: in single quotes, at most 64 characters, without control characters.
func quoted(_ name: String) -> String {
    var text = "'"
    for (index, scalar) in name.unicodeScalars.enumerated() {
        if index == 64 {
            text += "…"
            break
        }
        text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? "\u{FFFD}" : scalar)
    }
    return text + "'"
}
