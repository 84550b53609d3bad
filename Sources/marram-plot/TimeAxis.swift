import Foundation

/// The axis below all panels: from time to pixels, and its ticks at round times.
struct TimeAxis {
    /// A mark on the axis.
    struct Tick {
        let x: Double
        let label: String
        /// A second line: the day, where it is another than that of the tick before.
        let day: String?
    }

    let left, width: Double
    private let first, span: Double
    private let isEpoch: Bool

    /// Lays the times over the pixels from `left` on; a single time stands in the middle.
    init(_ times: [Double], isEpoch: Bool, left: Double, width: Double) {
        let (first, last) = (times.first ?? 0, times.last ?? 0)
        self.left = left
        self.width = width
        self.isEpoch = isEpoch
        self.first = last > first ? first : first - 0.5
        span = last > first ? last - first : 1
    }

    /// The pixel of a time.
    func x(_ time: Double) -> Double { left + (time - first) / span * width }

    /// Marks that leave room for their labels, by the width of a character in pixels.
    func ticks(characterWidth: Double) -> [Tick] {
        guard isEpoch else { return numbers(characterWidth) }
        let step = TimeStep.all.first { step in
            width * step.seconds / span >= characterWidth * Double(step.characters + 3)
        }
        var shown = ""
        return (step ?? TimeStep.longest(for: span)).times(from: first, to: first + span).map { time in
            let moment = CivilTime(time)
            let label = moment.text(step ?? TimeStep.longest(for: span))
            let day = (step?.seconds ?? .infinity) < 86_400 ? moment.day : ""
            defer { shown = day }
            return Tick(x: x(time), label: label, day: day == shown ? nil : day)
        }
    }

    private func numbers(_ characterWidth: Double) -> [Tick] {
        let scale = RoundScale(from: first, to: first + span, most: Int(width / (characterWidth * 12)))
        return scale.values.map { Tick(x: x($0), label: scale.text($0), day: nil) }
    }
}
