/// What a detector knows of the values so far.
public protocol DetectorState: Sendable, Codable {
    /// What can be set.
    associatedtype Parameters: DetectorParameters

    /// Checks what was read from a file, so that it can neither crash the detector nor blind it.
    ///
    /// - Parameters:
    ///   - parameters: Those of the detector.
    ///   - samples: The values it has taken.
    /// - Throws: What cannot be.
    func check(_ parameters: Parameters, samples: Int) throws(DetectorError)
}
