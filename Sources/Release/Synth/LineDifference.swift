/// What differs between two texts, line by line.
enum LineDifference {
    private static let context = 2
    private static let mostLines = 200

    /// The lines that are only in one of them, `-` before the old and `+` before the new ones, with some around them.
    static func text(_ old: String, _ new: String) -> String {
        let before = old.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let after = new.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let lines = merged(before, after)
        var shown: [String] = []
        var last = -1
        for (index, line) in lines.enumerated() where isNear(index, lines) {
            if last >= 0, index > last + 1 { shown.append("  …") }
            shown.append(line.mark + line.text)
            last = index
            if shown.count == mostLines {
                shown.append("  … and more")
                break
            }
        }
        return shown.joined(separator: "\n")
    }

    private static func isNear(_ index: Int, _ lines: [(mark: String, text: String)]) -> Bool {
        let around = max(0, index - context)...min(lines.count - 1, index + context)
        return lines[around].contains { $0.mark != "  " }
    }

    private static func merged(_ before: [String], _ after: [String]) -> [(mark: String, text: String)] {
        let difference = after.difference(from: before)
        let removed = Set(difference.removals.map(offset))
        let added = Set(difference.insertions.map(offset))
        var lines: [(mark: String, text: String)] = []
        var old = 0
        var new = 0
        while old < before.count || new < after.count {
            if removed.contains(old) {
                lines.append(("- ", before[old]))
                old += 1
            } else if added.contains(new) {
                lines.append(("+ ", after[new]))
                new += 1
            } else {
                lines.append(("  ", after[new]))
                old += 1
                new += 1
            }
        }
        return lines
    }

    private static func offset(_ change: CollectionDifference<String>.Change) -> Int {
        switch change {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
