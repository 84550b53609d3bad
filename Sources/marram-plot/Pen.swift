/// How a line is drawn.
struct Pen {
    var colour: Colour
    var width = 1.2
    /// Lengths on and off in turn; empty for a line without breaks.
    var dashes: [Double] = []

    /// The pen of a panel's series: seven colours, then the same dashed, and so on.
    static func series(_ index: Int) -> Pen {
        let count = Colour.series.count
        let styles: [[Double]] = [[], [5, 2.5], [1.5, 2], [8, 2, 1.5, 2]]
        return Pen(colour: Colour.series[index % count], dashes: styles[index / count % styles.count])
    }
}

/// How a text is written.
struct Lettering {
    /// Where the point that is given stands in the text.
    enum Anchor { case start, middle, end }

    var size = 11.0
    var bold = false
    var colour = Colour.ink
    var anchor = Anchor.start
}
