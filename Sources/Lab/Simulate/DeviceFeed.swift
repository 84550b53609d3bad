import Simulation
import Telemetry

/// A device with its name, and what is known of its faults.
struct DeviceFeed {
    let name: String
    private var device: Device
    private let fields: [String]
    /// The fault that is under way.
    private var open: TruthRecord?
    private var last: Timestamp?

    init(_ device: Device, name: String) {
        self.device = device
        self.name = name
        fields = device.kind.fields.map(\.name)
    }

    /// The next sample, and the records that begin or end with it.
    mutating func next() -> (sample: Sample, records: [TruthRecord]) {
        let sample = device.next()
        var records: [TruthRecord] = []
        if sample.ended != nil, let record = close(at: sample.time) { records.append(record) }
        if let fault = sample.started {
            let record = TruthRecord(fault, device: name, fields: fields, start: sample.time)
            open = record
            records.append(record)
        }
        last = sample.time
        return (sample, records)
    }

    /// The record of a fault that was under way with the last sample.
    mutating func end() -> TruthRecord? { last.flatMap { close(at: $0) } }

    private mutating func close(at time: Timestamp) -> TruthRecord? {
        defer { open = nil }
        open?.end = time
        return open
    }
}
