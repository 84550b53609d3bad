/// A pump: demand sets its speed, and everything else follows the laws of affinity.
struct Pump: Process {
    static let fields = [
        MeasuredField("vibration", spread: 0.2), MeasuredField("pressure", spread: 0.8),
        MeasuredField("flow", spread: 3, steps: 100),
        MeasuredField("current", spread: 1.5), MeasuredField("temperature", spread: 1, steps: 100),
    ]

    private let period: Double
    private let phase: Double
    private var speed = 0.8
    private var heat = 18.0
    private var demand = Wander(spread: 0.05, memory: 60)
    private var shake = Wander(spread: 0.05, memory: 0.2)
    private var ripple = Wander(spread: 0.04, memory: 1)
    private var eddies = Wander(spread: 0.25, memory: 1)
    private var grid = Wander(spread: 0.05, memory: 5)
    private var sensor = Wander(spread: 0.1, memory: 2)

    init(_ noise: inout SimulatedNoise) {
        period = noise.uniform(240..<420)
        phase = noise.uniform(0..<1)
    }

    mutating func step(_ moment: Moment, _ noise: inout SimulatedNoise, into values: inout [Double]) {
        let seconds = moment.interval
        let target = 0.8 + 0.12 * Wave.sine(moment.elapsed / period + phase) + demand.next(seconds, &noise)
        speed += (min(max(target, 0.4), 1.1) - speed) * moment.share(lag: 5)
        heat += (22 * speed * speed * speed + 6 - heat) * moment.share(lag: 300)
        values[0] = max(0, (0.4 + 1.5 * speed) * (1 + shake.next(seconds, &noise)))
        values[1] = max(0, 5.2 * speed * speed + ripple.next(seconds, &noise))
        values[2] = max(0, 36 * speed + eddies.next(seconds, &noise))
        values[3] = max(0, 1.6 + 9 * speed * speed * speed + grid.next(seconds, &noise))
        values[4] = Wave.ambient(secondsOfDay: moment.secondsOfDay) + heat + sensor.next(seconds, &noise)
    }
}
