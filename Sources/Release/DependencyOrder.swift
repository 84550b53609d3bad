import Recipes

/// The order in which components are handled: each after those that it depends on.
enum DependencyOrder {
    /// Sorts names so that each comes after those that it depends on, else as they were given.
    ///
    /// What they depend on besides members does not matter.
    /// - Parameters:
    ///   - members: The names.
    ///   - origin: Says where a member is written.
    /// - Returns: The names in their order.
    /// - Throws: `input`: a circle, with the names on it.
    static func sorted(
        _ members: [(name: String, needs: [String])],
        origin: (String) -> Origin? = { _ in nil }
    ) throws(ReleaseError) -> [String] {
        let needs = Dictionary(members.map { ($0.name, $0.needs) }) { first, _ in first }
        var sorted: [String] = []
        var done: Set<String> = []
        // Without recursion: a chain may be as long as a configuration.
        for member in members where !done.contains(member.name) {
            var path = [(name: member.name, next: 0)]
            var onPath: Set<String> = [member.name]
            while let (name, next) = path.last {
                let all = needs[name] ?? []
                guard next < all.count else {
                    sorted.append(name)
                    done.insert(name)
                    onPath.remove(name)
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let other = all[next]
                guard needs[other] != nil, !done.contains(other) else { continue }
                guard onPath.insert(other).inserted else { throw circle(path.map(\.name), back: other, origin(other)) }
                path.append((other, 0))
            }
        }
        return sorted
    }

    private static func circle(_ path: [String], back name: String, _ origin: Origin?) -> ReleaseError {
        let circle = path.drop { $0 != name } + [name]
        return ReleaseError(
            .input,
            (origin.map { "\($0): " } ?? "") + "components depend on one another in a circle: "
                + "\(circle.joined(separator: " → ")); take one dependency out"
        )
    }
}
