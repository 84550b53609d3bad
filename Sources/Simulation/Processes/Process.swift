/// What goes on inside a device.
protocol Process: Sendable {
    /// What is measured of it.
    static var fields: [MeasuredField] { get }

    /// Lets time pass, and writes the values of the fields.
    mutating func step(_ moment: Moment, _ noise: inout SimulatedNoise, into values: inout [Double])
}

/// When a sample is taken.
struct Moment {
    /// Seconds since the device began.
    var elapsed: Double
    /// Seconds since the last sample.
    var interval: Double
    /// Seconds since midnight UTC.
    var secondsOfDay: Double

    /// The share of the way that something which follows in `lag` seconds goes in the interval.
    func share(lag: Double) -> Double { interval / (lag + interval) }
}
