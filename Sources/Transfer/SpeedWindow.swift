/// Tells when a transfer was too slow over the last stretch of time; times are since any one moment.
struct SpeedWindow {
    private static let parts = 8

    private let speed: TransferOptions.Speed
    private var marks: [(time: Duration, bytes: Int64)]

    init(_ speed: TransferOptions.Speed, bytes: Int64, at now: Duration) {
        self.speed = speed
        marks = [(now, bytes)]
    }

    /// Takes how many bytes there are by now; true when the last window had too few of them.
    mutating func isTooSlow(bytes: Int64, at now: Duration) -> Bool {
        if let last = marks.last, now - last.time >= speed.window / Self.parts { marks.append((now, bytes)) }
        while marks.count > 1, now - marks[1].time >= speed.window { marks.removeFirst() }
        guard let first = marks.first, now - first.time >= speed.window else { return false }
        let needed = (now - first.time) / .seconds(1) * Double(speed.bytesPerSecond)
        return Double(bytes - first.bytes) < needed
    }
}
