public import Drift

/// A detector as it is asked for: by its name, with what is set.
public struct DetectorChoice: Sendable {
    /// The name, as it was given.
    public let name: String
    /// What was set, as it was given: names and values, `parity` too.
    public let settings: [(name: String, value: String)]
    let detector: Detector

    /// Makes one.
    ///
    /// - Parameters:
    ///   - name: The detector's name, river's as well.
    ///   - pairs: `name=value` for every detector, `detector.name=value` for this one; those for others are passed over.
    ///   - reference: What the signal is like without drift, for detectors that take it and are not told by a pair.
    /// - Throws: A name that is not known, a value that is out of range or of the wrong type.
    public init(_ name: String, _ pairs: [String], reference: SignalReference? = nil) throws(LabError) {
        self.name = name
        do throws(DetectorError) {
            let kind = try DetectorKind(named: name)
            let own = try Self.own(pairs, kind)
            var settings = try DetectorSettings(parsing: own)
            self.settings = own.map { pair in
                let name = pair.prefix { $0 != "=" }
                return (String(name), String(pair.dropFirst(name.count + 1)))
            }
            if let reference, Self.takesReference(kind), settings.values["mean"] == nil {
                let members: [String: DetectorSetting] = [
                    "mean": .number(reference.mean), "deviation": .number(reference.deviation),
                ]
                settings = DetectorSettings(settings.values.merging(members) { own, _ in own })
            }
            detector = try Detector(kind, settings)
        } catch {
            throw LabError(error.message)
        }
    }

    /// The detector.
    public var kind: DetectorKind { detector.kind }

    /// All that is set of it, by name.
    public var parameters: DetectorSettings { detector.settings }

    /// Whether it works in the signal's own units, where numbers of deviations would be better.
    public var lacksReference: Bool {
        Self.takesReference(kind) && !detector.isParity && detector.settings.values["mean"] == .text("none")
    }

    /// Whether values can be reckoned from a mean in deviations.
    public static func takesReference(_ kind: DetectorKind) -> Bool { kind == .adwin || kind == .pageHinkley }

    /// The pairs for all detectors and for this one, without its name.
    private static func own(_ pairs: [String], _ kind: DetectorKind) throws(DetectorError) -> [String] {
        var own: [String] = []
        for pair in pairs {
            let name = pair.prefix { $0 != "=" }
            guard let dot = name.firstIndex(of: ".") else {
                own.append(pair)
                continue
            }
            if try DetectorKind(named: String(name[..<dot])) == kind {
                own.append(String(pair[pair.index(after: dot)...]))
            }
        }
        return own
    }
}
