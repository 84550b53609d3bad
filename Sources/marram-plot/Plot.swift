/// Draws a document.
struct Plot {
    private let document: PlotDocument
    private let width: Int
    private let height: Int?

    private static let titleLettering = Lettering(size: 15, bold: true)
    static let tickLettering = Lettering(size: 10, colour: .quiet, anchor: .middle)

    /// Without a height the picture is as high as the panels need.
    init(_ document: PlotDocument, width: Int, height: Int?) {
        self.document = document
        self.width = width
        self.height = height
    }

    /// Returns the file of the picture.
    func picture(_ format: Canvas.Format) throws(PlotError) -> [UInt8] {
        let (layout, key) = try measured()
        let canvas = try Canvas(format, width: layout.width, height: layout.height)
        canvas.fill(Box(left: 0, top: 0, width: Double(layout.width), height: Double(layout.height)), .paper)
        writeTitle(key, on: canvas)
        guard let first = layout.rows.first, let last = layout.rows.last else { return try canvas.finish() }
        let axis = TimeAxis(
            document.time,
            isEpoch: document.timeIsEpoch,
            left: first.plot.left,
            width: first.plot.width
        )
        let ticks = axis.ticks(characterWidth: 6.4)
        let drawing = PanelDrawing(document, axis: axis, ticks: ticks)
        for (panel, row) in zip(document.panels, layout.rows) { drawing.draw(panel, row, on: canvas) }
        write(ticks, below: last.strip.bottom, axis, on: canvas)
        return try canvas.finish()
    }

    /// Lays everything out by the widths of its texts, which a canvas of one pixel tells.
    private func measured() throws(PlotError) -> (PlotLayout, [LegendEntry]) {
        let canvas = try Canvas(.png, width: 1, height: 1)
        let left = leftMargin(canvas)
        let room = Double(width) - left - PlotLayout.margin
        let legends = document.panels.map { panel in
            LegendEntry.lines(panel.legend.map { canvas.measured($0, room: room) }, room: room)
        }
        let key = document.key.map { canvas.measured($0, room: room) }
        let titleWidth = canvas.width(of: document.title, Self.titleLettering)
        let isShort = titleWidth + key.reduce(24) { $0 + $1.width } <= Double(width) - 2 * PlotLayout.margin
        let lines = isShort || document.title.isEmpty ? 1 : 2
        let layout = try PlotLayout(
            document,
            width: width,
            height: height,
            left: left,
            legends: legends,
            titleLines: key.isEmpty ? (document.title.isEmpty ? 0 : 1) : lines
        )
        return (layout, key)
    }

    /// Room for the labels of all value axes.
    private func leftMargin(_ canvas: borrowing Canvas) -> Double {
        var widest = 24.0
        for panel in document.panels {
            let scale = ValueAxis(panel, top: 0, height: 100).scale
            for value in scale.values {
                // A panel of another height may have a digit more.
                widest = max(widest, canvas.width(of: scale.text(value) + "0", Self.tickLettering))
            }
        }
        return widest.rounded(.up) + PlotLayout.margin + 6
    }

    /// The title at the left, the key at the right of the same line, or of the next where both do not fit.
    private func writeTitle(_ key: [LegendEntry], on canvas: borrowing Canvas) {
        let room = Double(width) - 2 * PlotLayout.margin
        let title = canvas.fitting(document.title, Self.titleLettering, room: room)
        canvas.write(title, at: Point(x: PlotLayout.margin, y: PlotLayout.margin + 13), Self.titleLettering)
        let keyWidth = key.reduce(-16) { $0 + $1.width }
        let isShort = canvas.width(of: title, Self.titleLettering) + 24 + keyWidth <= room
        let left = max(PlotLayout.margin, Double(width) - PlotLayout.margin - keyWidth)
        let top = PlotLayout.margin + (isShort || title.isEmpty ? 2 : 24)
        canvas.draw([key], left: left, top: top)
    }

    private func write(_ ticks: [TimeAxis.Tick], below top: Double, _ axis: TimeAxis, on canvas: borrowing Canvas) {
        var zone = document.timeIsEpoch ? " UTC" : ""
        for tick in ticks {
            canvas.stroke([[Point(x: tick.x, y: top), Point(x: tick.x, y: top + 4)]], Pen(colour: .frame, width: 1))
            write(tick.label, at: Point(x: tick.x, y: top + 15), on: canvas)
            guard let day = tick.day, !day.isEmpty else { continue }
            write(day + zone, at: Point(x: tick.x, y: top + 28), on: canvas)
            zone = ""
        }
        if !document.timeIsEpoch { write("row", at: Point(x: axis.left, y: top + 28), on: canvas) }
    }

    /// Writes a label around a point, or as near as the edges of the picture let it.
    private func write(_ label: String, at point: Point, on canvas: borrowing Canvas) {
        let half = canvas.width(of: label, Self.tickLettering) / 2
        let x = min(max(point.x, half + 2), Double(width) - half - 2)
        canvas.write(label, at: Point(x: x, y: point.y), Self.tickLettering)
    }
}
