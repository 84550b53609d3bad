extension TopicFilter {
    /// True when some topic falls under both filters.
    public func overlaps(_ other: TopicFilter) -> Bool {
        if startsWithWildcard, other.levels[0].hasPrefix("$") { return false }
        if other.startsWithWildcard, levels[0].hasPrefix("$") { return false }
        var place = 0
        while true {
            let (mine, theirs) = (level(place), other.level(place))
            // `a/#` matches `a` too.
            if mine == "#" || theirs == "#" { return true }
            guard let mine, let theirs else { return mine == theirs }
            guard mine == "+" || theirs == "+" || mine == theirs else { return false }
            place += 1
        }
    }

    private var startsWithWildcard: Bool { levels[0] == "+" || levels[0] == "#" }

    private func level(_ place: Int) -> Substring? { place < levels.count ? levels[place] : nil }
}
