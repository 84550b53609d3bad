/// How long a processor was busy and idle since the start of the machine, in ticks.
struct ProcessorTimes: Equatable {
    let busy: Int
    let idle: Int

    /// Those of all processors, from the text of /proc/stat.
    static func all(in text: String) -> [ProcessorTimes] {
        text.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            // The line `cpu` is the sum of all.
            guard let name = fields.first, name.hasPrefix("cpu"), name.count > 3 else { return nil }
            let ticks = fields.dropFirst().prefix(8).compactMap { Int($0) }
            guard ticks.count >= 4 else { return nil }
            let idle = ticks[3] + (ticks.count > 4 ? ticks[4] : 0)
            return ProcessorTimes(busy: ticks.reduce(0, +) - idle, idle: idle)
        }
    }

    /// The share of time that it was busy since an earlier look, in percent.
    func percent(since earlier: ProcessorTimes) -> Double {
        let (busy, idle) = (max(0, busy - earlier.busy), max(0, idle - earlier.idle))
        guard busy + idle > 0 else { return 0 }
        return (Double(busy) / Double(busy + idle) * 1000).rounded() / 10
    }
}
