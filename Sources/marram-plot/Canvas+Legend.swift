extension Canvas {
    /// The entry with its name cut where it is wider than `room`, and with the width that it takes.
    func measured(_ entry: LegendEntry, room: Double) -> LegendEntry {
        var entry = entry
        let mark = if case .nothing = entry.mark { 0.0 } else { LegendEntry.markWidth }
        let name = fitting(entry.name, entry.lettering, room: room - mark)
        entry = LegendEntry(mark: entry.mark, name: name, bold: entry.bold)
        entry.width = mark + width(of: name, entry.lettering) + 16
        return entry
    }

    /// A text, cut and marked with an ellipsis where it is wider than `room`.
    func fitting(_ text: String, _ lettering: Lettering, room: Double) -> String {
        guard width(of: text, lettering) > room else { return text }
        var (fits, tooLong) = (0, text.count)
        while tooLong - fits > 1 {
            let middle = (fits + tooLong) / 2
            if width(of: text.prefix(middle) + "…", lettering) <= room { fits = middle } else { tooLong = middle }
        }
        return text.prefix(fits) + "…"
    }

    /// Draws lines of entries; `top` is the upper edge of the first line.
    func draw(_ lines: [[LegendEntry]], left: Double, top: Double) {
        for (number, line) in lines.enumerated() {
            let baseline = top + Double(number) * PlotLayout.lineHeight + 11
            var x = left
            for entry in line {
                draw(entry, at: Point(x: x, y: baseline))
                x += entry.width
            }
        }
    }

    private func draw(_ entry: LegendEntry, at place: Point) {
        let right = place.x + LegendEntry.markWidth - 6
        var text = place
        switch entry.mark {
        case .nothing: break
        case .line(let pen):
            stroke([[Point(x: place.x, y: place.y - 4), Point(x: right, y: place.y - 4)]], pen)
            text.x += LegendEntry.markWidth
        case .patch(let colour, let opacity):
            fill(Box(left: place.x, top: place.y - 9, width: right - place.x, height: 10), colour, opacity: opacity)
            text.x += LegendEntry.markWidth
        case .strip(let colour):
            fill(Box(left: place.x, top: place.y - 6, width: right - place.x, height: 5), colour)
            text.x += LegendEntry.markWidth
        }
        write(entry.name, at: text, entry.lettering)
    }
}
