/// What becomes of `$NAME$` that has no value, in what only a release needs.
public enum UnsetVariables: Sendable, Hashable {
    /// It is an error.
    case refused
    /// The value counts as not given; a recipe cannot be made where it is needed there.
    case passedOver
}
