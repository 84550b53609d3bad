/// Everything that is wrong with a configuration, so that it can be mended in one go.
public struct ConfigurationError: Error, Sendable, Equatable {
    /// The problems in reading order; never empty.
    public let problems: [ConfigurationProblem]

    /// Orders the problems by their places.
    public init(_ problems: [ConfigurationProblem]) {
        let inOrder = problems.enumerated().sorted { left, right in
            left.element.origin == right.element.origin
                ? left.offset < right.offset : left.element.origin < right.element.origin
        }
        self.problems = inOrder.map(\.element)
    }

    /// Holds the one problem `message` at `origin`.
    public init(_ origin: Origin, _ message: String) {
        problems = [ConfigurationProblem(origin, message)]
    }
}

extension ConfigurationError: CustomStringConvertible {
    static let shownProblems = 50

    /// One line a problem; after the fiftieth only how many more there are.
    public var description: String {
        var lines = problems.prefix(Self.shownProblems).map(\.description)
        if problems.count > Self.shownProblems {
            lines.append("and \(problems.count - Self.shownProblems) more problems")
        }
        return lines.joined(separator: "\n")
    }
}
