import Telemetry

extension AnomalyMonitor {
    /// Appends what is needed to go on after a restart of the program: 8 bytes per smoothed score, and up to 90.
    public func save(to writer: inout StateWriter) {
        mean.save(to: &writer)
        writer.write(score)
        switch phase {
        case .normal: writer.write(0)
        case .rising(let episode): save(1, episode, to: &writer)
        case .anomalous(let episode): save(2, episode, to: &writer)
        case .falling(let episode, let low):
            save(3, episode, to: &writer)
            writer.write(low)
        }
    }

    /// Restores a monitor; nil when the bytes are not one.
    ///
    /// - Parameter reader: Stands where ``save(to:)`` began to write.
    public init?(restoring reader: inout StateReader) {
        guard let mean = TrailingMean(restoring: &reader), let score = reader.readDouble(), score.isFinite,
            let phase = Self.phase(from: &reader)
        else { return nil }
        self.init()
        self.mean = mean
        self.score = score
        self.phase = phase
    }

    private func save(_ kind: Int, _ episode: Episode, to writer: inout StateWriter) {
        writer.write(kind)
        writer.write(episode.started)
        writer.write(episode.latest)
        writer.write(episode.peak)
        writer.write(episode.peakTime)
        writer.write(episode.samples)
    }

    private static func phase(from reader: inout StateReader) -> Phase? {
        guard let kind = reader.readInt(), (0...3).contains(kind) else { return nil }
        if kind == 0 { return .normal }
        guard let episode = Episode(restoring: &reader) else { return nil }
        switch kind {
        case 1: return .rising(episode)
        case 2: return .anomalous(episode)
        default:
            guard let low = reader.readInt(), (1...AnomalyRule.longestRun).contains(low) else { return nil }
            return .falling(episode, low: low)
        }
    }
}

extension Episode {
    /// More than a key has in a thousand years.
    private static let mostSamples = 1 << 48

    fileprivate init?(restoring reader: inout StateReader) {
        guard let started = reader.readTime()?.value, let latest = reader.readTime()?.value,
            let peak = reader.readDouble(), peak.isFinite, let peakTime = reader.readTime()?.value,
            let samples = reader.readInt(), (1...Self.mostSamples).contains(samples)
        else { return nil }
        self.init(peak, at: started)
        self.latest = latest
        self.peakTime = peakTime
        self.samples = samples
    }
}
