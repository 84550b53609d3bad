/// What a device is, as far as a bundle may ask.
public struct DeviceFacts: Sendable, Equatable {
    /// The program's version, such as `0.1.0`.
    public var marram: String
    /// The version of ONNX Runtime; nil: not known.
    public var ort: String?
    /// The machine's name as `uname -m` says it.
    public var arch: String
    /// The hardware's name; nil: not known.
    public var hardware: String?
    /// Memory that can be had, MiB; nil: not known.
    public var availableMiB: Int?
    /// Whether the clock can be believed; where not, nothing expires.
    public var isClockTrusted: Bool

    /// Makes them from their parts.
    public init(
        marram: String,
        ort: String? = nil,
        arch: String,
        hardware: String? = nil,
        availableMiB: Int? = nil,
        isClockTrusted: Bool = true
    ) {
        self.marram = marram
        self.ort = ort
        self.arch = arch
        self.hardware = hardware
        self.availableMiB = availableMiB
        self.isClockTrusted = isClockTrusted
    }
}
