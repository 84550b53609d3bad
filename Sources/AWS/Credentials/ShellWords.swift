/// Splits a line as a POSIX shell does, and expands nothing: words, both quotes, backslashes.
enum ShellWords {
    /// The words; nil where a quote is not closed or a backslash is the last character.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var characters = line.makeIterator()
        while let character = characters.next() {
            switch (quote, character) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case ("'", _): word?.append(character)
            case ("\"", "\\"):
                guard let next = characters.next() else { return nil }
                // Within double quotes a backslash only takes the meaning from these two.
                word?.append(contentsOf: next == "\"" || next == "\\" ? [next] : ["\\", next])
            case ("\"", _): word?.append(character)
            case (_, "'"), (_, "\""):
                quote = character
                word = word ?? ""
            case (_, "\\"):
                guard let next = characters.next() else { return nil }
                word = (word ?? "") + [next]
            case (_, _) where character.isWhitespace:
                if let ended = word { words.append(ended) }
                word = nil
            default: word = (word ?? "") + [character]
            }
        }
        guard quote == nil else { return nil }
        return words + (word.map { [$0] } ?? [])
    }
}
