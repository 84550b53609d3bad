public import Sandbox

/// What the components' life hears of.
public enum LocalEvent: Sendable, Equatable {
    /// A step's program has ended; what it has started may go on.
    case ended(String, LocalStep, ChildEnding.Cause)
    /// A step's program and all that it has started have ended.
    case gone(String, LocalStep)
    /// A step could not be begun, and why.
    case refused(String, LocalStep, String)
    /// These are not wanted any more; nil: none is.
    case unwanted(Set<String>?)
    /// Time has passed, or everything begins.
    case tick
}

/// What is to be done about it.
public enum LocalAction: Sendable, Equatable {
    /// Start a step's script.
    case start(String, LocalStep)
    /// Ask a step's program, and all that it has started, to end.
    case terminate(String, LocalStep)
    /// Kill them.
    case kill(String, LocalStep)
    /// Say that a component's state is another one now, with a word about why.
    case tell(String, LocalState, String?)
}
