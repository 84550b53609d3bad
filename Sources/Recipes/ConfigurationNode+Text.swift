extension ConfigurationNode {
    /// Bytes that a text may have: 1 MiB.
    public static let maximumBytes = 1 << 20
    /// Keys and values that a text may have, each counted as often as an alias repeats it: 100,000.
    public static let maximumNodes = 100_000
    /// Levels of lists and mappings in one another: 64.
    public static let maximumDepth = 64

    /// Reads a YAML or JSON text; an empty one is null.
    ///
    /// `source` names the text in origins: a file name or an option. Aliases are followed as far as the limits allow;
    /// merge keys (`<<`) and tags beyond the core schema are not known.
    /// - Throws: every duplicate key with both its places, every key that is no word; or the syntax error, with what
    ///   was expected; or the limit that the text exceeds.
    public init(parsing text: String, source: String) throws(ConfigurationError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw ConfigurationError(
                .source(source),
                "has \(text.utf8.count) bytes; expected at most \(Self.maximumBytes) (1 MiB)"
            )
        }
        if let place = AliasGuard.dangerousPlace(in: text) {
            throw ConfigurationError(
                .text(source: source, line: place.line, column: place.column),
                "a list, mapping or alias may stand as a key here, which a text with more than "
                    + "\(AliasGuard.carefreeAliases) aliases may not have; write the aliases out, or use block style"
            )
        }
        self = try YAMLDocument(text, source: source).tree()
    }
}
