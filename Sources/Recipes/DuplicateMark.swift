/// A character put into a key that is written twice.
struct DuplicateMark: Hashable {
    /// The key's line, from 1.
    let line: Int
    /// The key's column in the unmarked text, from 1.
    let column: Int
    /// The column of the unmarked text before which the character stands.
    let inserted: Int
    /// How many marks were made before this one.
    let number: Int

    /// A character of the private use area, another one for each mark.
    var character: Unicode.Scalar { Unicode.Scalar(UInt32(0xE000 + number)) ?? "\u{E000}" }

    func problem(_ source: String) -> ConfigurationProblem {
        ConfigurationProblem(
            .text(source: source, line: line, column: column),
            "this key is written more than once in its mapping; keep one"
        )
    }
}

extension [DuplicateMark] {
    /// Returns the column of the unmarked text for one of the marked text.
    func original(line: Int, column: Int) -> Int {
        let inserted = filter { $0.line == line }.map(\.inserted).sorted()
        return column - inserted.enumerated().prefix { $0.element + $0.offset < column }.count
    }
}
