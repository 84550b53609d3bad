/// What in a CSV text cannot be read, where, and what would help.
public struct CSVError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line in the file, counted from 1; nil where the error is about all of it.
    public let line: Int?
    /// The column, counted from 1; nil where the error is about all of the line.
    public let column: Int?
    /// What was found, what was expected, and how to mend it.
    public let message: String

    /// Makes an error.
    public init(_ message: String, line: Int? = nil, column: Int? = nil) {
        self.message = message
        self.line = line
        self.column = column
    }

    /// The place and the message.
    public var description: String {
        switch (line, column) {
        case (let line?, let column?): "line \(line), column \(column): \(message)"
        case (let line?, nil): "line \(line): \(message)"
        default: message
        }
    }
}
