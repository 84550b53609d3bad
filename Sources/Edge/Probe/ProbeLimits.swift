/// What a probe may take.
public struct ProbeLimits: Sendable, Equatable {
    /// Bytes of memory beyond what the program itself has mapped.
    public var memory: Int
    /// How long it may take in all.
    public var time: Duration

    /// Makes limits.
    public init(memory: Int, time: Duration) {
        self.memory = memory
        self.time = time
    }

    /// As it is configured.
    public init(_ settings: Settings.InferenceOptions) {
        self.init(memory: settings.probeMemory, time: settings.probeTimeout)
    }

    /// Whole seconds of processor time: one thread computes, so that the time on the wall is up first.
    var processorSeconds: Int { Int(time.components.seconds) + 2 }
}
