/// What a simulated device is.
public enum DeviceKind: String, Sendable, CaseIterable {
    /// A press that works in cycles: vibration along three axes (mm/s, RMS) and temperature (°C).
    case press
    /// A pump whose speed follows a demand: vibration (mm/s, RMS), pressure (bar), flow (l/min), current (A), temperature (°C).
    case pump
    /// A tank whose inflow keeps its level: level (%), temperature (°C), inflow and outflow (l/min).
    case tank

    /// What it measures, in the order of a sample's values.
    public var fields: [MeasuredField] {
        switch self {
        case .press: Press.fields
        case .pump: Pump.fields
        case .tank: Tank.fields
        }
    }

    func process(_ random: inout SimulatedNoise) -> any Process {
        switch self {
        case .press: Press(&random)
        case .pump: Pump(&random)
        case .tank: Tank(&random)
        }
    }
}
