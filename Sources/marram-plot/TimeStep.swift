/// How far apart the ticks of a time axis are.
enum TimeStep {
    case fixed(Double)
    case months(Int)

    /// About how long it is.
    var seconds: Double {
        switch self {
        case .fixed(let seconds): seconds
        case .months(let count): Double(count) * 30.44 * 86_400
        }
    }

    /// How long its labels are; below a day a day may stand under them.
    var characters: Int {
        switch self {
        case .fixed(let seconds) where seconds < 0.001: 15
        case .fixed(let seconds) where seconds < 1: 12
        case .fixed: 10
        case .months(let count): count % 12 == 0 ? 4 : 7
        }
    }

    /// From the shortest to the longest that are usual.
    static let all: [TimeStep] = {
        let fractions = (-6..<0).flatMap { power in [1.0, 2, 5].map { $0 * decimal(power) } }
        let seconds: [Double] = [1, 2, 5, 10, 15, 30].flatMap { [$0] }
        let minutes = seconds.map { $0 * 60 }
        let hours = [1.0, 2, 3, 6, 12].map { $0 * 3600 }
        let days = [1.0, 2, 7, 14].map { $0 * 86_400 }
        let years = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
        return (fractions + seconds + minutes + hours + days).map { .fixed($0) }
            + [1, 2, 3, 6].map { .months($0) } + years.map { .months(12 * $0) }
    }()

    /// The step for a span that none of the usual serves.
    static func longest(for span: Double) -> TimeStep { .months(12 * 2000) }

    /// The round times from one to another.
    func times(from start: Double, to end: Double) -> [Double] {
        switch self {
        case .fixed(let step):
            // Weeks begin on Mondays, and 1970 began on a Thursday.
            let origin = step.truncatingRemainder(dividingBy: 7 * 86_400) == 0 ? -3 * 86_400.0 : 0
            let first = ((start - origin) / step).rounded(.up)
            let last = ((end - origin) / step).rounded(.down)
            guard last >= first else { return [] }
            return (0...Int(last - first)).map { origin + (first + Double($0)) * step }
        case .months(let step):
            let (first, last) = (CivilTime(start), CivilTime(end))
            let months = (first.year * 12 + first.month - 1)...(last.year * 12 + last.month - 1)
            return months.filter { $0 % step == 0 }.map { month in
                CivilTime.seconds(year: month / 12, month: month % 12 + 1)
            }.filter { $0 >= start && $0 <= end }
        }
    }

    private static func decimal(_ power: Int) -> Double { (power..<0).reduce(1.0) { value, _ in value / 10 } }
}
