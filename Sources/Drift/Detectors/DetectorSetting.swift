/// A number, a yes or no, or a word that is set.
public enum DetectorSetting: Sendable, Hashable, CustomStringConvertible {
    /// A number.
    case number(Double)
    /// Yes or no.
    case flag(Bool)
    /// A word.
    case text(String)

    /// Reads what stands on a command line: `true` and `false`, numbers, and anything else as a word.
    public init(parsing text: String) {
        switch text {
        case "true": self = .flag(true)
        case "false": self = .flag(false)
        default: self = Double(text).map(Self.number) ?? .text(text)
        }
    }

    /// The value as it would be typed.
    public var description: String {
        switch self {
        case .number(let number):
            if let whole = Int(exactly: number) { "\(whole)" } else { "\(number)" }
        case .flag(let flag): "\(flag)"
        case .text(let text): "'\(text)'"
        }
    }
}

extension DetectorSetting: Codable {
    /// Reads a number, a yes or no, or a text.
    public init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else {
            self = .text(try value.decode(String.self))
        }
    }

    /// Writes the number, the yes or no, or the text.
    public func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .number(let number):
            if let whole = Int(exactly: number) { try value.encode(whole) } else { try value.encode(number) }
        case .flag(let flag): try value.encode(flag)
        case .text(let text): try value.encode(text)
        }
    }
}
