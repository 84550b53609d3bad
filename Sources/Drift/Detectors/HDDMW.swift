import Glibc

/// McDiarmid's bound on means in which the latest values weigh most; for 0 and 1.
///
/// Sooner than HDDM_A with abrupt changes, and with more false alarms. O(1). Frías-Blanco and others, Online and
/// non-parametric drift detection methods based on Hoeffding's bounds, IEEE TKDE 27, 2015.
public struct HDDMW: DriftDetector {
    /// Its name.
    public static var kind: DetectorKind { .hddmW }

    /// What was set.
    public let parameters: Parameters
    /// Counts, flags, the latest drift.
    public internal(set) var record = DetectorRecord()
    /// The means so far.
    public internal(set) var state = State()
    private let factors: Factors

    /// Makes one that has seen nothing.
    public init(_ parameters: Parameters = .standard) {
        self.parameters = parameters
        factors = Factors(parameters)
    }

    /// Takes 0 or 1; a drift when the latest values have risen (two-sided: or fallen) above the best cut.
    @discardableResult
    public mutating func update(_ value: Double) -> DetectorVerdict {
        guard value == 0 || value == 1 else { return record.skip() }
        if record.begin() { state = State() }
        state.total.add(value, factors)
        let total = state.total
        let bound = factors.bound(total.weight, factors.driftLogarithm)
        if total.mean + bound < state.rise.cut {
            state.rise = Branch(cut: total.mean + bound, before: total)
        } else {
            state.rise.after.add(value, factors)
        }
        test(state.rise.before, state.rise.after, .up)
        guard parameters.isTwoSided else { return record.verdict }
        if total.mean - bound > -state.fall.cut {
            state.fall = Branch(cut: -(total.mean - bound), before: total)
        } else {
            state.fall.after.add(value, factors)
        }
        test(state.fall.after, state.fall.before, .down)
        return record.verdict
    }

    private mutating func test(_ lesser: Sample, _ greater: Sample, _ direction: ChangeDirection) {
        var (isDrift, isWarning) = (false, false)
        if !lesser.isEmpty, !greater.isEmpty {
            let weight = lesser.weight + greater.weight
            let rise = greater.mean - lesser.mean
            let limit = factors.bound(weight, factors.driftLogarithm)
            isDrift = rise > limit
            isWarning = !isDrift && rise > factors.bound(weight, factors.warningLogarithm)
            if isDrift { record.note(drift: rise, over: limit, direction) }
        }
        // A look downwards takes back nothing that the look upwards has found.
        if direction == .up || isWarning { record.note(warning: isWarning) }
    }

    /// Goes on from what was read.
    public mutating func restore(_ state: State, _ record: DetectorRecord) {
        self.state = state
        self.record = record
    }
}

extension HDDMW {
    /// A mean in which the latest values weigh most, and the sum of the squares of the weights.
    struct Sample: Sendable, Codable {
        var isEmpty = true
        var mean = 0.0
        var weight = 1.0

        fileprivate mutating func add(_ value: Double, _ factors: Factors) {
            mean = isEmpty ? value : factors.latest * value + (1 - factors.latest) * mean
            isEmpty = false
            weight = factors.latestSquare + factors.restSquare * weight
        }
    }

    /// The means before and after the best cut, which for falls is kept with its sign turned.
    struct Branch: Sendable, Codable {
        @ExactNumber var cut = Double.infinity
        var before = Sample()
        var after = Sample()
    }

    /// The means so far.
    public struct State: Sendable {
        var total = Sample()
        var rise = Branch()
        var fall = Branch()
    }

    /// What every update needs of the parameters.
    fileprivate struct Factors {
        let latest: Double
        let latestSquare: Double
        let restSquare: Double
        let driftLogarithm: Double
        let warningLogarithm: Double

        init(_ parameters: Parameters) {
            latest = parameters.lambda
            latestSquare = latest * latest
            // The power, not the product: it is what river takes, and may differ in the last bit.
            restSquare = pow(1 - latest, 2)
            driftLogarithm = log(1 / parameters.driftConfidence)
            warningLogarithm = log(1 / parameters.warningConfidence)
        }

        func bound(_ weight: Double, _ logarithm: Double) -> Double { (weight * logarithm / 2).squareRoot() }
    }
}

extension HDDMW.State: DetectorState {
    /// Checks that they are means and weights between 0 and 1.
    public func check(_ parameters: HDDMW.Parameters, samples: Int) throws(DetectorError) {
        let holds = [total, rise.before, rise.after, fall.before, fall.after].allSatisfy {
            (0...1).contains($0.mean) && (0...1).contains($0.weight)
        }
        try DetectorError.check(state: .hddmW, holds, "a mean or weight is not between 0 and 1")
        let isRiseOpen = rise.cut == .infinity
        let isFallOpen = fall.cut == .infinity
        let cuts = (isRiseOpen || (rise.cut >= 0 && rise.cut < 1e3)) && (isFallOpen || fall.cut.magnitude < 1e3)
        let begun =
            isRiseOpen == total.isEmpty && isFallOpen == (total.isEmpty || !parameters.isTwoSided)
            && rise.before.isEmpty == isRiseOpen && fall.before.isEmpty == isFallOpen
        try DetectorError.check(state: .hddmW, cuts && begun, "a cut cannot be")
    }
}
