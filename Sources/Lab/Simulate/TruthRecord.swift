import OpenInference
import Simulation
import Telemetry

/// What went wrong with which device, and from when to when.
struct TruthRecord: Equatable {
    /// The device's name.
    var device: String
    /// In which way.
    var kind: FaultKind
    /// Which field; nil for a dropout, which concerns all.
    var field: String?
    /// The first sample concerned.
    var start: Timestamp
    /// The first that was no longer; nil while it goes on.
    var end: Timestamp?

    /// The line that files with records begin with.
    static let header = Array("device,fault,field,start,end\n".utf8)

    init(_ fault: Fault, device: String, fields: [String], start: Timestamp) {
        self.device = device
        kind = fault.kind
        field = fault.kind == .dropout ? nil : fields[fault.field]
        self.start = start
    }

    /// The record as JSON: once when it begins, and once, with its end, when it has ended.
    var json: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendRaw(#"{"v":1,"device":"#)
        bytes.appendQuoted(device)
        bytes.appendRaw(#","fault":"\#(kind.rawValue)","field":"#)
        if let field { bytes.appendQuoted(field) } else { bytes.appendRaw("null") }
        bytes.appendRaw(#","state":"\#(end == nil ? "started" : "ended")","start":"#)
        bytes.appendQuoted(start.rfc3339)
        bytes.appendRaw(#","end":"#)
        if let end { bytes.appendQuoted(end.rfc3339) } else { bytes.appendRaw("null") }
        bytes.append(Ascii.closeBrace)
        return bytes
    }

    /// The record as a line of a file.
    var line: [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendCSV(device)
        bytes.appendRaw(",\(kind.rawValue),")
        bytes.appendCSV(field ?? "")
        bytes.appendRaw(",\(start.rfc3339),\(end?.rfc3339 ?? "")\n")
        return bytes
    }
}
