/// A press: strokes come in cycles, and load shakes and warms it.
struct Press: Process {
    static let fields = [
        MeasuredField("x", spread: 0.4), MeasuredField("y", spread: 0.3), MeasuredField("z", spread: 0.6),
        MeasuredField("temperature", spread: 1, steps: 100),
    ]

    private let period: Double
    private let phase: Double
    private let gain: Double
    private var load = 0.5
    private var heat = 17.0
    private var wear = Wander(spread: 0.03, memory: 300)
    private var shakes = [Wander](repeating: Wander(spread: 0.05, memory: 0.2), count: 3)
    private var sensor = Wander(spread: 0.08, memory: 1)

    init(_ noise: inout SimulatedNoise) {
        period = noise.uniform(45..<75)
        phase = noise.uniform(0..<1)
        gain = noise.uniform(0.95..<1.05)
    }

    mutating func step(_ moment: Moment, _ noise: inout SimulatedNoise, into values: inout [Double]) {
        let turn = moment.elapsed / period + phase
        let target = turn - turn.rounded(.down) < 0.65 ? 1 : 0.2
        load += (target - load) * moment.share(lag: 3)
        heat += (6 + 16 * load - heat) * moment.share(lag: 240)
        let force = gain * (load + wear.next(moment.interval, &noise))
        for (axis, swing) in [(0.6, 0.9), (0.5, 0.7), (0.8, 1.4)].enumerated() {
            let level = swing.0 + swing.1 * force
            values[axis] = max(0, level * (1 + shakes[axis].next(moment.interval, &noise)))
        }
        values[3] = Wave.ambient(secondsOfDay: moment.secondsOfDay) + heat + sensor.next(moment.interval, &noise)
    }
}
