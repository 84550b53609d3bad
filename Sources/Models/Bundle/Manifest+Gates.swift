extension Manifest.Gates {
    /// Reads `gates`.
    init(_ place: JSONPlace) throws(UpdateError) {
        self.init()
        let members = try place.object(["load_s", "probe_p99_ms", "rss_mib", "shadow", "trial"], isClosed: true)
        loadSeconds = try members["load_s"].map { place throws(UpdateError) in try place.number(0...86_400) }
        probeP99Milliseconds = try members["probe_p99_ms"].map { place throws(UpdateError) in
            try place.number(0...86_400_000)
        }
        rssMiB = try members["rss_mib"].map { place throws(UpdateError) in Int(try place.whole(1...1 << 30)) }
        shadow = try members["shadow"].map(Manifest.Shadow.init) ?? Manifest.Shadow()
        trial = try members["trial"].map(Manifest.Trial.init) ?? Manifest.Trial()
    }
}

extension Manifest.Shadow {
    init(_ place: JSONPlace) throws(UpdateError) {
        self.init()
        let members = try place.object(["min_requests", "agreement"], isClosed: true)
        minRequests = try members["min_requests"].map { place throws(UpdateError) in
            Int(try place.whole(0...1_000_000_000))
        }
        agreement = try members["agreement"].map { place throws(UpdateError) in try place.number(0...1) }
    }
}

extension Manifest.Trial {
    init(_ place: JSONPlace) throws(UpdateError) {
        self.init()
        let members = try place.object(["error_rate", "p99_ratio", "drift"], isClosed: true)
        errorRate = try members["error_rate"].map { place throws(UpdateError) in try place.number(0...1) }
        p99Ratio = try members["p99_ratio"].map { place throws(UpdateError) in try place.number(0...1_000_000) }
        guard let place = members["drift"] else { return }
        let text = try place.text(most: 64)
        guard text == "no_major" else { throw place.error("is '\(text)'; expected 'no_major'") }
        drift = text
    }
}
