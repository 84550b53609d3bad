import ArgumentParser

/// A length of time as an argument: `90s`, `30m`, `2h`.
struct TimeSpan: ExpressibleByArgument, CustomStringConvertible {
    let duration: Duration
    let description: String

    /// A whole number with `s`, `m` or `h`, from one second to a week.
    init?(argument: String) {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600]
        guard let last = argument.last, let unit = units[last], let count = Int64(argument.dropLast()), count > 0,
            case let (seconds, overflow) = count.multipliedReportingOverflow(by: unit), !overflow, seconds <= 7 * 86_400
        else { return nil }
        duration = .seconds(seconds)
        description = argument
    }

    init(minutes: Int) {
        duration = .seconds(minutes * 60)
        description = "\(minutes)m"
    }
}
