public import Foundation

/// A program that runs to its end.
public struct Command: Sendable {
    /// What came of it.
    public struct Result: Sendable {
        /// The exit code; 128 and the signal's number when a signal ended it.
        public let code: Int32
        /// What it wrote to standard output.
        public let output: String
        /// What it wrote to standard error.
        public let errors: String
    }

    private let arguments: [String]
    private let environment: [String: String]
    private let input: String?
    private let folder: URL?

    /// Makes a command: a program, found in PATH unless it is a path, and its arguments.
    public init(
        _ arguments: [String],
        environment: [String: String] = [:],
        input: String? = nil,
        folder: URL? = nil
    ) {
        self.arguments = arguments
        self.environment = environment
        self.input = input
        self.folder = folder
    }

    /// Runs it, for at most `limit`.
    public func run(limit: Duration = .seconds(180)) async throws -> Result {
        let running = try Running(arguments, environment: environment, input: input, folder: folder)
        return try await running.finish(limit: limit)
    }
}

/// A test's own failure, told in a sentence.
public struct SupportError: Error, CustomStringConvertible {
    /// The sentence.
    public let description: String

    /// Makes one.
    public init(_ description: String) { self.description = description }
}
