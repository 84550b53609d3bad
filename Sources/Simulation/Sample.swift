public import Telemetry

/// What a device measures at one moment, and the truth about it.
public struct Sample: Sendable, Equatable {
    /// When.
    public let time: Timestamp
    /// The values of the kind's fields, faults included.
    public let values: [Double]
    /// The fault that is under way; nil: all is well.
    public let fault: Fault?
    /// The fault that begins with this sample.
    public let started: Fault?
    /// The fault that has ended before this sample.
    public let ended: Fault?

    /// False in a dropout: nothing is sent.
    public var isSent: Bool { fault?.kind != .dropout }
}
