/// Texts from files as they may stand in HTML and SVG.
enum MarkupText {
    /// The text without anything that markup gives a meaning, and without control characters.
    static func escaped(_ text: String) -> String {
        var safe = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case _ where isUnsafe(scalar): safe += "\u{FFFD}"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// The same, cut to so many characters.
    static func escaped(_ text: String, most: Int) -> String {
        escaped(text.count > most ? String(text.prefix(most - 1)) + "…" : text)
    }

    /// Control characters, those that turn the direction of what follows, and what is no character.
    private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069, 0xFFFE, 0xFFFF: true
        default: false
        }
    }
}
