/// Puts what the picture is about into an SVG as text, since cairo draws letters as shapes: for search, for screen readers.
enum SVGText {
    /// The same file with a `title` and a `desc` right inside its `svg` element.
    static func titled(_ svg: [UInt8], _ document: PlotDocument) -> [UInt8] {
        guard let start = svg.firstRange(of: Array("<svg ".utf8))?.upperBound,
            let end = svg[start...].firstIndex(of: UInt8(ascii: ">"))
        else { return svg }
        let text = "\n<title>\(escaped(document.title))</title>\n<desc>\(escaped(description(document)))</desc>"
        return svg[...end] + Array(text.utf8) + svg[(end + 1)...]
    }

    private static func description(_ document: PlotDocument) -> String {
        let panels = document.panels.map { panel in
            let names = panel.series.map(\.name).joined(separator: ", ")
            return panel.title.isEmpty || panel.title == names ? names : "\(panel.title): \(names)"
        }
        return panels.joined(separator: "; ")
            + ". Rows: \(document.time.count). Detected anomalies: \(document.anomalies.count). "
            + "True anomalies: \(document.labels.count)."
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}
