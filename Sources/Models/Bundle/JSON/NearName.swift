/// Names that are probably the same one, mistyped.
enum NearName {
    /// True when two different names are alike but for case, `_` and `-` and one or, in longer names, two letters.
    static func isNear(_ name: String, _ known: String) -> Bool {
        guard name.utf8.count <= 64 else { return false }
        let (found, wanted) = (plain(name), plain(known))
        return distance(found, wanted) <= (wanted.count > 5 ? 2 : wanted.count > 3 ? 1 : 0)
    }

    private static func plain(_ name: String) -> [UInt8] {
        name.lowercased().utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }
    }

    /// Levenshtein's distance: letters put in, left out or exchanged.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (above, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = above + 1
            for (place, other) in right.enumerated() {
                let changed = diagonal + (letter == other ? 0 : 1)
                diagonal = row[place + 1]
                row[place + 1] = min(changed, row[place] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
