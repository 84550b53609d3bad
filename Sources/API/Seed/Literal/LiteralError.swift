/// Why a text is no literal of numbers.
struct LiteralError: Error, Equatable, CustomStringConvertible {
    /// What was found, and what was expected.
    let message: String
    /// The byte that it is about, counted from 0.
    let position: Int

    /// The message with its place.
    var description: String { "\(message) (at character \(position + 1))" }
}
