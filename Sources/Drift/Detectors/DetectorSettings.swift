/// Values by name, as they stand in a configuration or on a command line.
public struct DetectorSettings: Sendable, Hashable, Codable, ExpressibleByDictionaryLiteral {
    /// The values.
    public private(set) var values: [String: DetectorSetting]

    /// Makes settings.
    public init(_ values: [String: DetectorSetting] = [:]) { self.values = values }

    /// Makes settings; of a name that comes twice the latter counts.
    public init(dictionaryLiteral elements: (String, DetectorSetting)...) {
        values = Dictionary(elements, uniquingKeysWith: { $1 })
    }

    /// Reads `name=value` pairs.
    ///
    /// - Throws: A pair without a name or `=`, and a name that comes twice.
    public init(parsing pairs: [String]) throws(DetectorError) {
        values = [:]
        for pair in pairs {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, let name = parts.first.map(String.init), !name.isEmpty else {
                throw DetectorError("'\(pair)' is no setting; expected name=value, as in delta=0.01")
            }
            guard values.updateValue(DetectorSetting(parsing: String(parts[1])), forKey: name) == nil else {
                throw DetectorError("'\(name)' is set twice; set it once")
            }
        }
    }

    /// Reads an object of numbers, flags and texts.
    public init(from decoder: any Decoder) throws {
        values = try decoder.singleValueContainer().decode([String: DetectorSetting].self)
    }

    /// Writes an object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}

extension DetectorSettings {
    /// Takes a value out; the default where it is not set.
    mutating func take(_ name: String, _ standard: DetectorSetting) throws(DetectorError) -> DetectorSetting {
        values.removeValue(forKey: name) ?? standard
    }

    /// Takes a number out.
    mutating func take(_ name: String, _ standard: Double) throws(DetectorError) -> Double {
        switch values.removeValue(forKey: name) {
        case nil: return standard
        case .number(let number): return number
        case .some(let other): throw DetectorError("\(name) is \(other); expected a number")
        }
    }

    /// Takes a whole number out.
    mutating func take(_ name: String, _ standard: Int) throws(DetectorError) -> Int {
        switch values.removeValue(forKey: name) {
        case nil: return standard
        case .number(let number) where number.magnitude <= 0x1p53 && number == number.rounded(): return Int(number)
        case .some(let other): throw DetectorError("\(name) is \(other); expected a whole number")
        }
    }

    /// Takes a yes or no out.
    mutating func take(_ name: String, _ standard: Bool) throws(DetectorError) -> Bool {
        switch values.removeValue(forKey: name) {
        case nil: return standard
        case .flag(let flag): return flag
        case .some(let other): throw DetectorError("\(name) is \(other); expected true or false")
        }
    }

    /// Takes a word out.
    mutating func take<Word: RawRepresentable & CaseIterable>(
        _ name: String,
        _ standard: Word
    ) throws(DetectorError) -> Word where Word.RawValue == String {
        switch values.removeValue(forKey: name) {
        case nil: return standard
        case .text(let text):
            if let word = Word(rawValue: text) { return word }
            throw DetectorError("\(name) is '\(text)'; expected \(Self.words(Word.self))")
        case .some(let other): throw DetectorError("\(name) is \(other); expected \(Self.words(Word.self))")
        }
    }

    /// Takes a whole number out that may be `none`.
    mutating func takeOptional(_ name: String, _ standard: Int?) throws(DetectorError) -> Int? {
        isNone(name, standard == nil) ? nil : try take(name, standard ?? 0)
    }

    /// Takes a number out that may be `none`.
    mutating func takeOptional(_ name: String, _ standard: Double?) throws(DetectorError) -> Double? {
        isNone(name, standard == nil) ? nil : try take(name, standard ?? 0)
    }

    private mutating func isNone(_ name: String, _ standard: Bool) -> Bool {
        guard let value = values[name] else { return standard }
        guard value == .text("none") else { return false }
        values[name] = nil
        return true
    }

    /// Throws when something is left that nobody took.
    func finish(known: DetectorSettings) throws(DetectorError) {
        guard let name = values.keys.sorted().first else { return }
        let names = known.values.keys.sorted().joined(separator: ", ")
        throw DetectorError("'\(name)' cannot be set; what can: \(names)\(names.isEmpty ? "" : ", ")parity")
    }

    private static func words<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> String
    where Word.RawValue == String {
        Word.allCases.map(\.rawValue).joined(separator: " or ")
    }
}
