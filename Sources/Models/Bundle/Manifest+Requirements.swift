extension Manifest.Requirements {
    /// Reads `requires`.
    init(_ place: JSONPlace) throws(UpdateError) {
        self.init()
        let members = try place.object(
            ["marram", "ort", "opset_max", "arch", "hardware", "ram_mib"],
            isClosed: true
        )
        marram = try members["marram"].map(Self.version)
        ort = try members["ort"].map(Self.version)
        opsetMax = try members["opset_max"].map { place throws(UpdateError) in Int(try place.whole(1...1_000_000)) }
        ramMiB = try members["ram_mib"].map { place throws(UpdateError) in Int(try place.whole(0...1 << 30)) }
        arch = try Self.texts(members["arch"])
        hardware = try Self.texts(members["hardware"])
    }

    private static func version(_ place: JSONPlace) throws(UpdateError) -> String {
        let text = try place.text(most: 64)
        guard LowestVersion(text) != nil else {
            throw place.error("is '\(text)'; expected a lowest version such as '>=0.3' or '>=1.20.1'")
        }
        return text
    }

    private static func texts(_ place: JSONPlace?) throws(UpdateError) -> [String] {
        guard let place else { return [] }
        return try place.array(0...64).map { place throws(UpdateError) in
            let text = try place.text(most: 128)
            guard !text.isEmpty else { throw place.error("is empty") }
            return text
        }
    }
}
