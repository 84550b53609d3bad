/// A tank: somebody draws from it, and a controller lets in what keeps the level.
struct Tank: Process {
    static let fields = [
        MeasuredField("level", spread: 0.5, steps: 100), MeasuredField("temperature", spread: 0.5, steps: 100),
        MeasuredField("inflow", spread: 3, steps: 100), MeasuredField("outflow", spread: 3, steps: 100),
    ]
    private static let wanted = 60.0
    private static let litres = 400.0

    private let period: Double
    private let phase: Double
    private var level = Tank.wanted
    private var inflow = 20.0
    private var warmth = 21.0
    private var draw = Wander(spread: 2, memory: 45)
    private var surface = Wander(spread: 0.08, memory: 1)
    private var sensor = Wander(spread: 0.05, memory: 2)
    private var meters = [Wander](repeating: Wander(spread: 0.15, memory: 1), count: 2)

    init(_ noise: inout SimulatedNoise) {
        period = noise.uniform(400..<700)
        phase = noise.uniform(0..<1)
    }

    mutating func step(_ moment: Moment, _ noise: inout SimulatedNoise, into values: inout [Double]) {
        let seconds = moment.interval
        let outflow = max(0, 20 + 5 * Wave.sine(moment.elapsed / period + phase) + draw.next(seconds, &noise))
        // The valve follows what is drawn and what is missing, as far as it opens.
        let valve = min(max(outflow + 1.5 * (Tank.wanted - level), 0), 45)
        inflow += (valve - inflow) * moment.share(lag: 4)
        level = min(max(level + (inflow - outflow) / Tank.litres * 100 * seconds / 60, 0), 100)
        let source = Wave.ambient(secondsOfDay: moment.secondsOfDay) + 0.15 * (inflow - 20)
        warmth += (source + 3 - warmth) * moment.share(lag: 200)
        values[0] = min(max(level + surface.next(seconds, &noise), 0), 100)
        values[1] = warmth + sensor.next(seconds, &noise)
        values[2] = max(0, inflow + meters[0].next(seconds, &noise))
        values[3] = max(0, outflow + meters[1].next(seconds, &noise))
    }
}
