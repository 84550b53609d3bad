/// A program to start, with all that it is given.
public struct ChildProgram: Sendable {
    /// The path of the executable; it is not searched for.
    public var executable: String
    /// The arguments after the program's name.
    public var arguments: [String]
    /// The whole environment: nothing of this process's own is added.
    public var environment: [String: String]

    /// Makes a program.
    public init(executable: String, arguments: [String], environment: [String: String]) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
    }
}
