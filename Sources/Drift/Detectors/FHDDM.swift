import Glibc

/// Hoeffding's bound on the share of ones in a sliding window against the greatest there was.
///
/// For comparison with river only. It alarms when the share of ones falls, so 1 must be a right answer, while river's documents say an error. With
/// `isInverted` 1 is an error. O(1). Pesaranghader and Viktor, Fast Hoeffding drift detection method, ECML PKDD 2016.
public struct FHDDM: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .fhddm }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The window.
    public internal(set) var state: State
    private let limit: Double
    private let shortLimit: Double

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
        state = State(size: parameters.windowSize)
        func bound(_ size: Int) -> Double {
            (log(1 / parameters.confidence) / (2 * Double(size))).squareRoot()
        }
        limit = bound(parameters.windowSize)
        shortLimit = parameters.shortWindowSize.map(bound) ?? .infinity
    }

    /// Takes 0 or 1; a drift when the share of right answers in the window has fallen far below its greatest.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value == 0 || value == 1 else { return record.skip() }
        if record.begin() { state.clear() }
        state.add((value == 1) != parameters.isInverted, short: parameters.shortWindowSize ?? 0)
        if state.held == parameters.windowSize { test() }
        return record.verdict
    }

    private mutating func test() {
        let direction = parameters.isInverted ? ChangeDirection.up : .down
        let share = Double(state.ones) / Double(parameters.windowSize)
        state.greatest = max(state.greatest, share)
        if state.greatest - share > limit { record.note(drift: state.greatest - share, over: limit, direction) }
        guard let size = parameters.shortWindowSize else { return }
        let short = Double(state.shortOnes) / Double(size)
        state.shortGreatest = max(state.shortGreatest, short)
        guard !record.drift, state.shortGreatest - short > shortLimit else { return }
        record.note(drift: state.shortGreatest - short, over: shortLimit, direction)
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension FHDDM {
    /// The window.
    public struct State: Sendable {
        /// A ring.
        var window: [Bool]
        /// The values in it, and where the next one goes.
        var held = 0
        var next = 0
        /// The ones in it, and in the newest part of it.
        var ones = 0
        var shortOnes = 0
        /// The greatest shares of ones there were in a full window.
        var greatest = 0.0
        var shortGreatest = 0.0

        init(size: Int) { window = [Bool](repeating: false, count: size) }

        mutating func clear() {
            (held, next, ones, shortOnes) = (0, 0, 0, 0)
            (greatest, shortGreatest) = (0, 0)
        }

        mutating func add(_ value: Bool, short: Int) {
            if held == window.count, window[next] { ones -= 1 }
            if short > 0, held >= short {
                let leaving = next - short
                if window[leaving < 0 ? leaving + window.count : leaving] { shortOnes -= 1 }
            }
            window[next] = value
            next = next + 1 == window.count ? 0 : next + 1
            held = min(held + 1, window.count)
            guard value else { return }
            ones += 1
            if short > 0 { shortOnes += 1 }
        }
    }
}

extension FHDDM.State: DetectorState {
    private enum CodingKeys: String, CodingKey {
        case window, held, next, ones, greatest
        case shortOnes = "short_ones"
        case shortGreatest = "short_greatest"
    }

    /// Checks that the counts are those of the window.
    public func check(_ parameters: FHDDM.Parameters, samples: Int) throws(DetectorError) {
        func check(_ holds: Bool, _ what: String) throws(DetectorError) {
            try DetectorError.check(state: .fhddm, holds, what)
        }
        let size = parameters.windowSize
        try check(window.count == size, "its window has \(window.count) places")
        try check((0...min(size, samples)).contains(held), "it holds \(held) values")
        try check(held == size ? (0..<size).contains(next) : next == held, "next is \(next)")
        func ones(newest count: Int) -> Int {
            (0..<min(count, held)).count { window[(next - 1 - $0 + size) % size] }
        }
        try check(self.ones == ones(newest: size), "ones is \(self.ones)")
        try check(shortOnes == ones(newest: parameters.shortWindowSize ?? 0), "short_ones is \(shortOnes)")
        try check((0...1).contains(greatest) && (0...1).contains(shortGreatest), "a share is not between 0 and 1")
    }
}
