extension ConfigurationNode {
    /// Returns this tree with `later` laid over it: mappings merge key by key, anything else of `later` wins.
    public func merging(_ later: ConfigurationNode) -> ConfigurationNode {
        guard var merged = mapping, let over = later.mapping else { return later }
        for entry in over.entries {
            let value = merged[entry.key].map { $0.merging(entry.value) } ?? entry.value
            merged.set(.init(key: entry.key, origin: entry.origin, value: value))
        }
        return ConfigurationNode(.mapping(merged), at: later.origin)
    }
}
