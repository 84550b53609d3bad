/// Finds the key that somebody meant.
public enum NearestKey {
    /// Returns the candidate that the fewest single-letter edits turn into `word`, or nil when none is near: at most
    /// a third of the longer one's letters may differ, and at least one edit is always allowed.
    ///
    /// Case and `-` for `_` count as no difference. O(letters of `word` × letters of all candidates), words over 64
    /// letters have no neighbour.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        let wanted = normal(word)
        guard wanted.count <= 64 else { return nil }
        var best: (key: String, distance: Int)?
        for candidate in candidates {
            let other = normal(candidate)
            let distance = distance(wanted, other)
            guard distance <= max(1, max(wanted.count, other.count) / 3), distance < best?.distance ?? .max else {
                continue
            }
            best = (candidate, distance)
        }
        return best?.key
    }

    /// Returns `; did you mean 'nearest'?`, or the candidates when none is near.
    public static func hint(for word: String, among candidates: [String]) -> String {
        if let nearest = nearest(to: word, among: candidates) { return "; did you mean '\(nearest)'?" }
        return "; expected \(candidates.isEmpty ? "none" : "one of: " + candidates.joined(separator: ", "))"
    }

    private static func normal(_ word: String) -> [UInt8] {
        word.lowercased().utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }
    }

    /// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours count one each.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
        var before: [Int] = []
        var row = Array(0...right.count)
        for i in 1...left.count {
            var next = [i]
            for j in 1...right.count {
                var cost = min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1))
                if i > 1, j > 1, left[i - 1] == right[j - 2], left[i - 2] == right[j - 1] {
                    cost = min(cost, before[j - 2] + 1)
                }
                next.append(cost)
            }
            before = row
            row = next
        }
        return row[right.count]
    }
}
