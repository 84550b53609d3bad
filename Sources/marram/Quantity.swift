import ArgumentParser

/// Lists, ranges and durations as arguments.
enum Quantity {
    /// A hundred years, in seconds: what is longer is a mistake, and no clock counts it.
    private static let longest = 100 * 365.25 * 86_400

    /// Seconds from `5`, `5s`, `200ms`, `2m` or `1h`.
    static func seconds(_ text: String) throws -> Double {
        let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)]
        let unit = units.first { text.hasSuffix($0.name) }
        let number = Double(text.dropLast(unit?.name.count ?? 0)).map { $0 * (unit?.seconds ?? 1) }
        guard let number, number > 0, number <= longest else {
            throw ValidationError(
                "'\(text)': expected a time above 0 such as 5s, 200ms, 2m or 1h, a hundred years at most"
            )
        }
        return number
    }

    /// Seconds of a shadow or a trial, from `0`, `90s`, `10m`, `1h` or `7d`; 7 days at most.
    static func stage(_ text: String) throws -> Double {
        let units: [(name: String, seconds: Double)] = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400)]
        let unit = units.first { text.hasSuffix($0.name) }
        let number = Double(text.dropLast(unit?.name.count ?? 0)).map { $0 * (unit?.seconds ?? 1) }
        guard let number, (0...(7 * 86_400)).contains(number) else {
            throw ValidationError("'\(text)': expected a time such as 0s, 90s, 10m or 1h, 7 days at most")
        }
        return number
    }

    /// Rows from `0..<400` or `400..<`.
    static func rows(_ text: String) throws -> Range<Int> {
        let parts = text.split(separator: "..<", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let from = Int(parts[0]), from >= 0,
            let to = parts[1].isEmpty ? Int.max : Int(parts[1]), to > from
        else { throw ValidationError("'\(text)': expected rows such as 0..<400, the first one being 0, or 400..<") }
        return from..<to
    }

    /// Names from `a,b`.
    static func names(_ text: String) throws -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("'\(text)': expected names with commas between them, such as x,y")
        }
        return names
    }

    /// Whole numbers above 0 from `64,16,64`.
    static func sizes(_ text: String) throws -> [Int] {
        let sizes = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard sizes.allSatisfy({ $0 > 0 }) else {
            throw ValidationError(
                "'\(text)': expected whole numbers above 0 with commas between them, such as 64,16,64"
            )
        }
        return sizes
    }
}
