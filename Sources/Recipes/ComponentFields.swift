/// The keys of one mapping under the names that are known, whatever case they were written in.
struct ComponentFields {
    /// Where each key stands that is written, also when nothing is behind it.
    private(set) var origins: [String: Origin] = [:]
    private var values: [String: ConfigurationNode] = [:]
    /// True where keys stand that are not known, one of which may be meant for one that is missing.
    var hasUnknownKeys = false
    /// False where there is no mapping at all, which has been reported.
    let isWritten: Bool

    init(isWritten: Bool) { self.isWritten = isWritten }

    /// The value of a key; nil for one that is absent or null.
    subscript(key: String) -> ConfigurationNode? { values[key] }

    mutating func set(_ key: String, _ entry: ConfigurationMapping.Entry) {
        origins[key] = entry.origin
        if !entry.value.isNull { values[key] = entry.value }
    }
}
