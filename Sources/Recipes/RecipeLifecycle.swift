/// What the nucleus runs for a component, and when.
public struct RecipeLifecycle: Sendable, Hashable {
    /// One environment variable.
    public struct Variable: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its value.
        public let value: LocatedText
    }

    /// One step.
    public struct Step: Sendable, Hashable {
        /// When the step is taken.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            case bootstrap, install, run, startup, shutdown, recover, uninstall
        }

        /// When it is taken.
        public let kind: Kind
        /// What the shell runs.
        public let script: LocatedText
        /// True when it is run as root; nil where nothing is written.
        public let requiresPrivilege: Bool?
        /// `exists …` or `onpath …`, with `!` before it for the opposite: when the step is left out.
        public let skipIf: LocatedText?
        /// Seconds that it may take, 1 or more; nil for the nucleus' own limit.
        public let timeout: Int?
        /// Environment variables of this step alone.
        public let environment: [Variable]
        /// Where the step's name stands.
        public let origin: Origin
    }

    /// Environment variables of all steps.
    public let environment: [Variable]
    /// The steps in the order of the file, each kind at most once.
    public let steps: [Step]
    /// Where it stands.
    public let origin: Origin

    /// The step of a kind.
    public subscript(kind: Step.Kind) -> Step? { steps.first { $0.kind == kind } }
}
