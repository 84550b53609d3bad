/// A sample of a mark and what it stands for.
struct LegendEntry {
    /// What is shown before the name.
    enum Mark {
        case nothing
        case line(Pen)
        case patch(Colour, opacity: Double)
        case strip(Colour)
    }

    let mark: Mark
    let name: String
    var bold = false
    /// Room for all of it and for the space after it, in pixels.
    var width = 0.0

    static let markWidth = 24.0

    var lettering: Lettering { Lettering(size: 11, bold: bold) }

    /// Breaks entries into lines of at most `room` pixels.
    static func lines(_ entries: [LegendEntry], room: Double) -> [[LegendEntry]] {
        var lines: [[LegendEntry]] = []
        var left = 0.0
        for entry in entries {
            if lines.isEmpty || entry.width > left {
                lines.append([])
                left = room
            }
            lines[lines.count - 1].append(entry)
            left -= entry.width
        }
        return lines
    }
}
