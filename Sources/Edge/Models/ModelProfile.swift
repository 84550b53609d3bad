import Storage

/// What is known of a model's costs: at first from its warm-up, then from its calibration.
struct ModelProfile: Sendable, Equatable {
    /// A run that takes longer gets a thread of its own: it must not hold up other models or the connections.
    static let slow = Duration.milliseconds(1)

    /// The part of a run's time that does not depend on the number of rows.
    var fixedCost: Duration
    /// The part that each row adds.
    var rowCost: Duration
    /// Most rows that requests are joined to; 1: each request runs alone.
    var batchLimit: Int
    /// True when the time was measured at the only sizes that the model takes, but for the number of rows.
    var isPredictable: Bool
    /// Threads within one run.
    var threads = 1
    /// True when it was measured at length, now or at an earlier start.
    var isCalibrated = false

    /// Nothing is known: it may take any time, and each request runs alone.
    static func unknown(threads: Int) -> ModelProfile {
        ModelProfile(fixedCost: .zero, rowCost: .zero, batchLimit: 1, isPredictable: false, threads: threads)
    }

    /// The expected time of a run.
    func cost(rows: Int) -> Duration { fixedCost + rowCost * rows }

    /// True when such a run is to happen on a thread of its own.
    func isSlow(rows: Int) -> Bool { !isPredictable || cost(rows: rows) > Self.slow }
}

extension ModelProfile {
    /// Takes over what was measured at length; `maxBatch` is the configured cap, nil for the measured one.
    init(_ measured: MeasuredProfile, maxBatch: Int?) {
        self.init(
            fixedCost: measured.fixedCost,
            rowCost: measured.rowCost,
            batchLimit: measured.hasIndependentRows ? maxBatch ?? measured.batchLimit : 1,
            isPredictable: true,
            threads: measured.threads,
            isCalibrated: true
        )
    }
}
