extension KSWIN {
    /// The window, and what draws from it.
    public struct State: Sendable {
        /// The values; a ring once it is full.
        var window: [Double] = []
        /// Where in the ring the oldest value is.
        var oldest = 0
        /// Values since the latest test.
        var untested = 0
        var source: SampleSource

        init(_ parameters: Parameters) {
            window.reserveCapacity(parameters.windowSize)
            untested = parameters.interval - 1
            source = SampleSource(parameters.source, seed: parameters.seed)
        }

        /// The values in the window.
        var count: Int { window.count }
        /// Where in the ring the newest value is.
        var newest: Int { oldest == 0 ? count - 1 : oldest - 1 }

        /// Empties the window; what draws goes on.
        mutating func clear() {
            window.removeAll(keepingCapacity: true)
            oldest = 0
        }

        mutating func replaceOldest(by value: Double) {
            window[oldest] = value
            oldest = oldest + 1 == window.count ? 0 : oldest + 1
        }
    }
}

extension KSWIN.State: DetectorState {
    /// Checks that the window and what draws are such as these parameters make.
    public func check(_ parameters: KSWIN.Parameters, samples: Int) throws(DetectorError) {
        func check(_ holds: Bool, _ what: String) throws(DetectorError) {
            try DetectorError.check(state: .kswin, holds, what)
        }
        try check(count <= min(samples, parameters.windowSize), "its window has \(count) values")
        try check(window.allSatisfy(\.isFinite), "a value is not finite")
        let isFull = count == parameters.windowSize
        try check((0..<(isFull ? count : 1)).contains(oldest), "oldest is \(oldest)")
        try check((0..<parameters.interval).contains(untested), "untested is \(untested)")
        try check(source.isPlausible(parameters.source), "what draws is another than \(parameters.source.rawValue)")
    }
}
