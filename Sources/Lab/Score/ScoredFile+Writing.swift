import Telemetry

extension ScoredFile {
    /// Writes a row for each row of the file: its number or time, smoothed score, threshold, decision, and the label.
    ///
    /// - Parameter path: Where to; a file that is there is replaced as a whole.
    /// - Throws: Why it cannot be written.
    public func writeScores(to path: String) throws(LabError) {
        var text = "\(times == nil ? "row" : "time"),score,threshold,anomaly\(labels == nil ? "" : ",label")\n"
        for row in 0..<rows {
            let place = times.map { $0[row].rfc3339 } ?? "\(row)"
            let score = scores[row].map { "\($0)" } ?? ""
            text += "\(place),\(score),\(threshold),\(decisions[row] ? 1 : 0)"
            if let labels { text += labels[row] ? ",1" : ",0" }
            text += "\n"
        }
        try OutputFile.write(Array(text.utf8), to: path)
    }

    /// Writes 0 or 1 for each row of the file, a line each.
    ///
    /// - Parameter path: Where to; a file that is there is replaced as a whole.
    /// - Throws: Why it cannot be written.
    public func writeDecisions(to path: String) throws(LabError) {
        try OutputFile.write(decisions.flatMap { [UInt8(ascii: $0 ? "1" : "0"), UInt8(ascii: "\n")] }, to: path)
    }
}
