public import Simulation
public import Telemetry

/// Which devices are simulated, for how long, and what goes wrong with them.
public struct SimulationPlan: Sendable {
    /// The most devices of one run.
    public static let mostDevices = 10_000

    /// What they are.
    public let kind: DeviceKind
    /// How many: named by their kind and a number from 1 up.
    public let devices: Int
    /// The site in their topics.
    public let site: String
    /// Microseconds from one sample of a device to its next.
    public let interval: Int64
    /// Samples of each device; nil: until stopped.
    public let samples: Int?
    /// What goes wrong.
    public let faults: FaultPlan
    /// What all chance comes from.
    public let seed: UInt64
    /// The time of the first sample.
    public let start: Timestamp

    /// Checks a plan.
    /// - Throws: what cannot be simulated.
    public init(
        kind: DeviceKind,
        devices: Int = 1,
        site: String = "hall1",
        interval: Int64 = 1_000_000,
        samples: Int? = nil,
        faults: FaultPlan = .none,
        seed: UInt64 = 1,
        start: Timestamp
    ) throws(LabError) {
        guard (1...Self.mostDevices).contains(devices) else {
            throw LabError("\(devices) devices; expected 1 to \(Self.mostDevices)")
        }
        guard (1000...60_000_000).contains(interval) else {
            throw LabError("a sample every \(Double(interval) / 1_000_000) s; expected every 0.001 to 60 s")
        }
        guard samples.map({ $0 > 0 }) ?? true else { throw LabError("\(samples ?? 0) samples; expected 1 or more") }
        self.kind = kind
        self.devices = devices
        self.site = site
        self.interval = interval
        self.samples = samples
        self.faults = faults
        self.seed = seed
        self.start = start
    }

    /// What device number … is called, counted from 0.
    public func name(of device: Int) -> String { "\(kind.rawValue)\(device + 1)" }

    /// The names of what is measured.
    public var fields: [String] { kind.fields.map(\.name) }

    /// The devices, a part of the interval after one another so that they do not all send at once.
    ///
    /// A device does the same whatever number of others there is.
    func fleet() -> [Device] {
        var seeds = DeviceSeeds(seed)
        return (0..<devices).map { index in
            Device(
                kind: kind,
                seed: seeds.next(),
                start: Timestamp(microseconds: start.microseconds + offset(of: index)),
                interval: interval,
                faults: faults
            )
        }
    }

    /// Microseconds from the first sample of the first device to the first of another.
    func offset(of device: Int) -> Int64 { interval * Int64(device) / Int64(devices) }
}
