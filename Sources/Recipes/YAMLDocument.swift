import Yams

/// A YAML text on its way to a tree.
///
/// The YAML library stops at a key that is written twice and tells only the first place. Such a key is marked with a
/// character that makes it unique, so that the reading goes on; the builder takes the marks out again and finds the
/// pair with both places.
struct YAMLDocument {
    /// Each mark costs another reading: 32, fewer where the text is longer than 64 KiB.
    private let maximumMarks: Int

    private let source: String
    private var scalars: String.UnicodeScalarView
    private var marks: [DuplicateMark] = []

    init(_ text: String, source: String) {
        self.source = source
        maximumMarks = max(1, min(32, (2 << 20) / max(1, text.utf8.count)))
        scalars = text.unicodeScalars
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    }

    func tree() throws(ConfigurationError) -> ConfigurationNode {
        var document = self
        while true {
            do {
                let parser = try Parser(yaml: String(document.scalars), resolver: .basic, encoding: .utf8)
                return try document.build(parser.singleRoot())
            } catch let error as ConfigurationError {
                throw error
            } catch let YamlError.duplicatedKeysInMapping(_, context) where document.marks.count < maximumMarks {
                document.mark(context.mark)
            } catch let error as YamlError {
                throw ConfigurationError(document.marks.map { $0.problem(source) } + [document.problem(error)])
            } catch {
                throw ConfigurationError(.source(source), "cannot be read as YAML: \(error)")
            }
        }
    }

    private func build(_ root: Node?) throws(ConfigurationError) -> ConfigurationNode {
        guard let root else { return ConfigurationNode(.null, at: .text(source: source, line: 1, column: 1)) }
        var builder = TreeBuilder(source: source, marks: marks)
        let tree = try builder.build(root)
        let unpaired = marks.filter { !builder.paired.contains($0) }
        let problems = builder.problems + unpaired.map { $0.problem(source) }
        guard problems.isEmpty else { throw ConfigurationError(problems) }
        return tree
    }

    private mutating func mark(_ place: Mark) {
        let original = marks.original(line: place.line, column: place.column)
        var index = scalars.index(atLine: place.line, column: place.column)
        var column = original
        if index < scalars.endIndex, scalars[index] == "\"" || scalars[index] == "'" {
            index = scalars.index(after: index)
            column += 1
        }
        let mark = DuplicateMark(line: place.line, column: original, inserted: column, number: marks.count)
        scalars.insert(mark.character, at: index)
        marks.append(mark)
    }
}

extension YAMLDocument {
    /// Turns the library's error into a place in the text and what was expected there.
    private func problem(_ error: YamlError) -> ConfigurationProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            ConfigurationProblem(
                place(mark),
                SyntaxMessage(
                    problem,
                    context: context.map { ($0.text, place($0.mark)) },
                    misindented: MisindentedKey(lines, at: mark.line)
                ).text
            )
        case .reader(let problem, let offset, _, _):
            ConfigurationProblem(place(offset), SyntaxMessage(problem, context: nil).text)
        case .duplicatedKeysInMapping(_, let context):
            ConfigurationProblem(place(context.mark), "this key is written more than once in its mapping; keep one")
        default:
            ConfigurationProblem(.source(source), "cannot be read as YAML: \(error)")
        }
    }

    /// The lines of the text as it was given.
    private var lines: [Substring] {
        let inserted = Set(marks.map(\.character))
        let text = String(String.UnicodeScalarView(scalars.filter { !inserted.contains($0) }))
        return text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    }

    private func place(_ mark: Mark) -> Origin {
        .text(source: source, line: mark.line, column: marks.original(line: mark.line, column: mark.column))
    }

    private func place(_ characters: Int?) -> Origin {
        guard let characters else { return .source(source) }
        let before = String(scalars).prefix(characters)
        let line = before.count { $0.isNewline } + 1
        let column = before.reversed().prefix { !$0.isNewline }.count + 1
        return .text(source: source, line: line, column: marks.original(line: line, column: column))
    }
}

extension String.UnicodeScalarView {
    /// Returns the index of a place as libyaml counts it, both from 1; the end when there is no such place.
    fileprivate func index(atLine line: Int, column: Int) -> Index {
        var index = startIndex
        var left = line - 1
        while left > 0, index < endIndex {
            let next = self.index(after: index)
            switch self[index] {
            case "\r" where next < endIndex && self[next] == "\n": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": left -= 1
            default: break
            }
            index = next
        }
        return self.index(index, offsetBy: column - 1, limitedBy: endIndex) ?? endIndex
    }
}
