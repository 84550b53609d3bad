import ArgumentParser
import Simulation

/// Faults as arguments.
enum FaultArgument {
    /// Kinds from `spike,stuck`, `all` or `none`.
    static func kinds(_ text: String) throws -> [FaultKind] {
        if text == "none" { return [] }
        if text == "all" { return FaultKind.allCases }
        return try Quantity.names(text).map { name in
            guard let kind = FaultKind(rawValue: name) else {
                throw ValidationError("--faults '\(name)': expected none, all, or some of \(known)")
            }
            return kind
        }
    }

    /// A fault from `drift@600+120:x`: the kind, its start and duration in seconds, the field.
    static func fault(_ text: String, fields: [String]) throws -> Fault {
        let shape = "expected KIND@START+SECONDS:FIELD such as drift@600+120:\(fields[0]), the kind one of \(known)"
        let parts = text.split(separator: "@", maxSplits: 1)
        guard parts.count == 2, let kind = FaultKind(rawValue: String(parts[0])) else {
            throw ValidationError("--fault '\(text)': \(shape)")
        }
        let place = parts[1].split(separator: ":", maxSplits: 1)
        let times = place[0].split(separator: "+").map { Double($0) ?? .nan }
        guard times.count == 2, times[0] >= 0, times[1] > 0, times.allSatisfy(\.isFinite) else {
            throw ValidationError("--fault '\(text)': \(shape)")
        }
        let name = place.count > 1 ? String(place[1]) : fields[0]
        guard let field = fields.firstIndex(of: name) else {
            throw ValidationError(
                "--fault '\(text)': there is no field '\(name)'; there are \(fields.joined(separator: ", "))"
            )
        }
        return Fault(kind: kind, field: field, start: times[0], duration: times[1])
    }

    private static var known: String { FaultKind.allCases.map(\.rawValue).joined(separator: ", ") }
}
