/// How a component's artifact is made of its root folder.
public enum BuildRule: Sendable, Hashable {
    /// A zip of the folder.
    ///
    /// `name` is the file's name without `.zip`, nil where the configuration names none; `excludes` are patterns of
    /// paths below the folder.
    case zip(name: String?, excludes: [String])
    /// A command with its arguments, at least one word, that is run in the folder and writes the artifacts.
    case custom(command: [String])
}
