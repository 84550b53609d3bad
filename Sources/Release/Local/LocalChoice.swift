/// Which components are to run.
enum LocalChoice {
    /// Takes those that are named, and all that they depend on; without names, all.
    ///
    /// - Returns: them, in the order in which they start, and what should be known about them.
    /// - Throws: `input`: a name that is none, a component that is there twice, a HARD dependency that is nowhere, a
    ///   circle.
    static func choose(
        _ sources: [LocalSource],
        _ words: [String]
    ) throws(ReleaseError) -> (sources: [LocalSource], notes: [(subject: String, text: String)]) {
        var named: [String: LocalSource] = [:]
        for source in sources {
            guard named.updateValue(source, forKey: source.component.name) == nil else {
                throw ReleaseError(.input, "there are two components called \(source.component.name); keep one")
            }
        }
        var wanted = words.isEmpty ? sources.map(\.component.name) : []
        for word in words { wanted.append(try find(word, sources)) }
        var chosen: Set<String> = []
        var notes: [(subject: String, text: String)] = []
        while let name = wanted.popLast() {
            guard chosen.insert(name).inserted, let component = named[name]?.component else { continue }
            for need in component.needs where named[need.name] == nil {
                if let note = try missing(need, of: component) { notes.append((component.handle, note)) }
            }
            wanted += component.needs.map(\.name).filter { named[$0] != nil }
        }
        let members = sources.map(\.component).filter { chosen.contains($0.name) }
        let order = try DependencyOrder.sorted(members.map { ($0.name, $0.needs.map(\.name)) })
        return (order.compactMap { named[$0] }, notes)
    }

    private static func find(_ word: String, _ sources: [LocalSource]) throws(ReleaseError) -> String {
        let found = sources.first { $0.component.handle == word } ?? sources.first { $0.component.name == word }
        guard let found else {
            let known = sources.map(\.component.handle).joined(separator: ", ")
            throw ReleaseError(.input, "there is no component '\(word)'; there are \(known.isEmpty ? "none" : known)")
        }
        return found.component.name
    }

    /// What is to be said of a dependency that is not among the components; nil for what the nucleus brings along.
    private static func missing(_ need: LocalNeed, of component: LocalComponent) throws(ReleaseError) -> String? {
        if need.name.hasPrefix("aws.greengrass.") { return nil }
        guard need.isHard else { return "\(need.name), which it depends on by SOFT, is not here; it starts without it" }
        throw ReleaseError(
            .input,
            "\(component.handle) depends on \(need.name) by HARD, which is not here; add it to the configuration, or make "
                + "the dependency SOFT"
        )
    }
}
