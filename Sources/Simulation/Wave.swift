/// Shapes that come again.
enum Wave {
    /// The sine of a number of turns, to within 4e-6: the same bits on every machine, which libm's are not.
    static func sine(_ turns: Double) -> Double {
        let turn = turns - turns.rounded(.down)
        let half = turn < 0.5 ? turn : turn - 0.5
        let angle = (half <= 0.25 ? half : 0.5 - half) * 2 * Double.pi
        let square = angle * angle
        let magnitude = angle * (1 - square / 6 * (1 - square / 20 * (1 - square / 42 * (1 - square / 72))))
        return turn < 0.5 ? magnitude : -magnitude
    }

    /// The temperature of the hall in °C: cool at night.
    static func ambient(secondsOfDay: Double) -> Double { 21 + 4 * sine(secondsOfDay / 86_400 - 0.375) }
}
