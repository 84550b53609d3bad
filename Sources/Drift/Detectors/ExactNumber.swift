/// A number that is written so that it is read back bit for bit; JSON has no infinity, so that is a text.
@propertyWrapper
struct ExactNumber: Sendable, Codable {
    var wrappedValue: Double

    init(wrappedValue: Double) { self.wrappedValue = wrappedValue }

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let number = try? value.decode(Double.self) {
            wrappedValue = number
            return
        }
        switch try value.decode(String.self) {
        case "inf": wrappedValue = .infinity
        case "-inf": wrappedValue = -.infinity
        case "nan": wrappedValue = .nan
        case let text: throw DetectorError("'\(text)' is no number; expected a number, inf, -inf or nan")
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        if wrappedValue.isFinite {
            try value.encode(wrappedValue)
        } else {
            try value.encode(wrappedValue.isNaN ? "nan" : wrappedValue > 0 ? "inf" : "-inf")
        }
    }
}
