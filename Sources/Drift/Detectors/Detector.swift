/// A detector that is known by name only when the program runs.
public struct Detector: Sendable {
    /// The detector.
    public private(set) var base: any DriftDetector

    /// Makes one from a detector.
    public init(_ base: any DriftDetector) { self.base = base }

    /// Makes one that has seen nothing.
    ///
    /// - Throws: A setting that is not known, is out of range or of the wrong type.
    public init(_ kind: DetectorKind, _ settings: DetectorSettings = [:]) throws(DetectorError) {
        func make<D: DriftDetector>(_: D.Type) throws(DetectorError) -> any DriftDetector {
            do throws(DetectorError) {
                return D(try D.Parameters(settings))
            } catch {
                throw DetectorError("\(kind.rawValue): \(error.message)")
            }
        }
        base = try make(kind.type)
    }

    /// Its name.
    public var kind: DetectorKind { type(of: base).kind }
    /// Counts, flags, the latest drift.
    public var record: DetectorRecord { base.record }
    /// What is set, by name.
    public var settings: DetectorSettings { base.parameters.settings }
    /// Whether the decisions are those of river 0.26.1 with these settings.
    public var isParity: Bool { base.parameters.isParity }

    /// Takes a value and returns what it came to.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict { base.update(value) }

    /// Forgets everything, counts included; the parameters stay.
    public mutating func reset() { base.reset() }
}

extension Detector: Codable {
    /// Reads a detector of any kind.
    ///
    /// - Throws: ``DetectorError`` for another version, an unknown detector, and a state that cannot be.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: DetectorKeys.self)
        let kind = try DetectorKind(named: try values.decode(String.self, forKey: .detector))
        base = try kind.type.init(from: decoder)
    }

    /// Writes the detector as it writes itself.
    public func encode(to encoder: any Encoder) throws { try base.encode(to: encoder) }
}
