/// Why nobody can be let in.
struct AccessError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was found, what was expected, and how to mend it.
    let description: String

    init(_ description: String) { self.description = description }
}
