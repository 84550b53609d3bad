extension ReferenceProfile {
    /// Whether a baseline is for drift alone: it says nothing of windows and scores.
    ///
    /// - Parameter json: The whole file.
    /// - Returns: True where no anomalies can be judged by it.
    /// - Throws: When it is no JSON object.
    public static func isAlone(in json: [UInt8]) throws(BaselineError) -> Bool {
        let names = try ProfileMembers(json).members.map(\.name)
        return names.contains("drift") && !names.contains("window") && !names.contains("score")
    }
}
