/// A step's script as the recipe has it, variables not yet replaced.
public struct LocalScript: Sendable, Equatable {
    /// What the shell is given.
    public var text: String
    /// How long it may take; nil: as is usual for the step.
    public var timeout: Duration?
    /// When it is left out: `exists PATH`, `onpath NAME`, either after `!`.
    public var skipIf: String?
    /// True where it wants root's rights.
    public var requiresPrivilege = false
    /// Variables of this step alone.
    public var environment: [String: String] = [:]

    /// Makes one.
    public init(_ text: String, timeout: Duration? = nil, skipIf: String? = nil) {
        self.text = text
        self.timeout = timeout
        self.skipIf = skipIf
    }
}
