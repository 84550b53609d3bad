/// The place that a configuration value comes from, as a person looks for it.
public enum Origin: Sendable, Hashable {
    /// A place in a text: the file's name (or `--configuration`), line and column, both counted from 1.
    case text(source: String, line: Int, column: Int)
    /// An environment variable, by its name.
    case variable(String)
    /// A source as a whole: an option or a file.
    case source(String)
}

extension Origin: CustomStringConvertible {
    /// The place as error messages begin: `gg-config.yml:12:15`, or `MARRAM_BROKER_HOST`.
    public var description: String {
        switch self {
        case .text(let source, let line, let column): "\(source):\(line):\(column)"
        case .variable(let name), .source(let name): name
        }
    }

    /// The place without its column: `gg-config.yml:12`.
    public var line: String {
        switch self {
        case .text(let source, let line, _): "\(source):\(line)"
        case .variable(let name), .source(let name): name
        }
    }
}

extension Origin: Comparable {
    /// Orders places as a person reads them: whole sources, then texts by line and column, then variables.
    public static func < (left: Origin, right: Origin) -> Bool {
        left.rank < right.rank
    }

    private var rank: (Int, String, Int, Int) {
        switch self {
        case .source(let name): (0, name, 0, 0)
        case .text(let source, let line, let column): (source.hasPrefix("--") ? 2 : 1, source, line, column)
        case .variable(let name): (3, name, 0, 0)
        }
    }
}
