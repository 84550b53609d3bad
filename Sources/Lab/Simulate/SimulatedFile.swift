import OpenInference
import Simulation
import Telemetry

/// Simulated devices as a CSV file: a row a sample that would be sent, one device after the other.
///
/// The columns are time, device (where there are several), the fields, and `anomaly`: 1 while a fault is under way.
public struct SimulatedFile: Sendable {
    /// What was written.
    public struct Summary: Sendable, Equatable {
        /// Rows.
        public var rows = 0
        /// Those of them with a fault under way.
        public var anomalous = 0
        /// Faults.
        public var faults = 0
    }

    private static let chunk = 1 << 20

    private let plan: SimulationPlan
    private let samples: Int

    /// Makes one.
    /// - Throws: that the plan has no end.
    public init(_ plan: SimulationPlan) throws(LabError) {
        guard let samples = plan.samples else {
            throw LabError("a file has an end: say how long with --rows or --duration")
        }
        self.plan = plan
        self.samples = samples
    }

    /// Writes the file, and where asked for another with the faults.
    ///
    /// - Parameters:
    ///   - path: Where the rows go.
    ///   - truth: Where the faults go; nil: nowhere.
    ///   - isStopped: Asked now and then; true ends it.
    /// - Returns: What was written.
    /// - Throws: Which file cannot be written, or that it was stopped; what there was before is still there then.
    public func write(to path: String, truth: String?, isStopped: () -> Bool = { false }) throws -> Summary {
        var summary = Summary()
        var records: [UInt8] = TruthRecord.header
        let file = try StreamedFile(path)
        var bytes = header
        for (index, device) in plan.fleet().enumerated() {
            var feed = DeviceFeed(device, name: plan.name(of: index))
            for _ in 0..<samples {
                let (sample, changes) = feed.next()
                for change in changes where change.end != nil { records.append(contentsOf: change.line) }
                summary.faults += changes.count { $0.end == nil }
                guard sample.isSent else { continue }
                append(sample, feed.name, &bytes)
                summary.rows += 1
                summary.anomalous += sample.fault == nil ? 0 : 1
                guard bytes.count >= Self.chunk else { continue }
                try file.append(&bytes)
                if isStopped() { throw LabError("stopped before \(path) was whole; nothing is written") }
            }
            if let record = feed.end() { records.append(contentsOf: record.line) }
        }
        try file.append(&bytes)
        if let truth { try OutputFile.write(records, to: truth) }
        try file.commit()
        return summary
    }

    private var header: [UInt8] {
        let names = ["time"] + (plan.devices > 1 ? ["device"] : []) + plan.fields + ["anomaly"]
        return Array((names.joined(separator: ",") + "\n").utf8)
    }

    private func append(_ sample: Sample, _ name: String, _ bytes: inout [UInt8]) {
        sample.time.append(to: &bytes)
        if plan.devices > 1 {
            bytes.append(Ascii.comma)
            bytes.appendCSV(name)
        }
        for value in sample.values {
            bytes.append(Ascii.comma)
            bytes.appendCSV(value)
        }
        bytes.appendRaw(sample.fault == nil ? ",0\n" : ",1\n")
    }
}
