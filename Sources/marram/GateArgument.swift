import ArgumentParser
import Models

/// Gates of a manifest as arguments, such as `trial.error_rate=0.01`.
enum GateArgument {
    /// All names.
    static let names = [
        "load_s", "probe_p99_ms", "rss_mib", "shadow.min_requests", "shadow.agreement", "trial.error_rate",
        "trial.p99_ratio", "trial.drift",
    ]

    /// Sets one.
    static func set(_ text: String, in gates: inout Manifest.Gates) throws {
        let name = String(text.prefix { $0 != "=" })
        let value = String(text.dropFirst(name.count + 1))
        switch name {
        case "load_s": gates.loadSeconds = try number(name, value)
        case "probe_p99_ms": gates.probeP99Milliseconds = try number(name, value)
        case "rss_mib": gates.rssMiB = try whole(name, value)
        case "shadow.min_requests": gates.shadow.minRequests = try whole(name, value)
        case "shadow.agreement": gates.shadow.agreement = try number(name, value, most: 1)
        case "trial.error_rate": gates.trial.errorRate = try number(name, value, most: 1)
        case "trial.p99_ratio": gates.trial.p99Ratio = try number(name, value)
        case "trial.drift":
            guard value == "no_major" else { throw ValidationError("--gate trial.drift takes no_major") }
            gates.trial.drift = value
        default:
            throw ValidationError("--gate '\(text)': expected one of \(names.joined(separator: ", ")), '=' and a value")
        }
    }

    private static func number(_ name: String, _ text: String, most: Double = 86_400) throws -> Double {
        guard let number = Double(text), (0...most).contains(number) else {
            throw ValidationError("--gate \(name)='\(text)': expected a number from 0 to \(most)")
        }
        return number
    }

    private static func whole(_ name: String, _ text: String) throws -> Int {
        guard let number = Int(text), (1...1_000_000_000).contains(number) else {
            throw ValidationError("--gate \(name)='\(text)': expected a whole number from 1 up")
        }
        return number
    }
}
