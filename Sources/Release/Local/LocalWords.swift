/// How the local runner says things.
enum LocalWords {
    /// A duration in the unit that people would use: `120 s`, `1.5 s`, `50 ms`.
    static func duration(_ duration: Duration) -> String {
        let milliseconds = Int64((duration / .milliseconds(1)).rounded())
        if milliseconds < 1000 { return "\(milliseconds) ms" }
        if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
        return "\(Double(milliseconds) / 1000) s"
    }
}
