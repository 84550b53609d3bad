import Foundation
public import Inference
import OpenInference
public import Tensors

/// Measures a model on this machine for a person, as a node would measure it for itself.
public struct ModelBench: Sendable {
    /// What is to be measured.
    public struct Plan: Sendable {
        /// Numbers of rows; nil: as many as a node would try.
        public var rows: [Int]?
        /// Numbers of threads; nil: powers of two, up to the processors.
        public var threads: [Int]?
        /// For how long each of latency and batches is measured.
        public var time: Duration

        /// Makes a plan.
        public init(rows: [Int]? = nil, threads: [Int]? = nil, time: Duration = .seconds(2)) {
            self.rows = rows
            self.threads = threads
            self.time = time
        }
    }

    private let name: String
    private let path: String
    private let runtime: OnnxRuntime
    private let plan: Plan
    private let processors = ProcessInfo.processInfo.activeProcessorCount

    private static let mostRuns = 1_000_000
    private static let trialRows = 8

    /// Makes a bench of the model at `path`, an ONNX file or a folder with `model.onnx`.
    public init(name: String, path: String, runtime: OnnxRuntime, plan: Plan) {
        self.name = name
        self.path = path
        self.runtime = runtime
        self.plan = plan
    }

    /// Loads the model and measures it with the inputs that `given` makes, or with made-up ones where it makes none.
    ///
    /// - Throws: what is wrong with the file or the inputs, or that the model refuses them.
    public func run(given: (ModelDescription) throws -> [Tensor]) throws -> BenchReport {
        let memory = ProcessUsage.now().residentMiB
        let session = try OnnxSession(runtime: runtime, path: path)
        let loaded = ProcessUsage.now().residentMiB
        let request = try given(session.model)
        var inputs = SampleInputs(madeUpFor: session.model)
        if !request.isEmpty {
            let whole = InferRequest(inputs: request)
            try SignatureCheck.check(whole, inputs: session.model.inputs, outputs: session.model.outputs)
            inputs = SampleInputs(given: request, for: session.model)
        }
        let single = try firstRun(session, &inputs, isGiven: !request.isEmpty)
        let latency = try latency(session, single)
        let curve = try curve(session, &inputs)
        let used = ProcessUsage.now().residentMiB
        let trial = try threads(session, single)
        return BenchReport(
            model: BenchReport.Model(
                name: name,
                file: session.file,
                version: session.model.servedVersion,
                bytes: ModelFingerprint(file: session.file)?.byteCount ?? 0
            ),
            machine: BenchReport.Machine(
                arch: MarramVersion.architecture,
                processors: processors,
                memoryMib: Int(ProcessInfo.processInfo.physicalMemory >> 20),
                onnxruntime: runtime.version
            ),
            latency: latency,
            batch: curve.points.map(BenchReport.Batch.init),
            threads: [BenchReport.Threads(threads: 1, p50Us: latency.p50Us, speedUp: 1)]
                + trial.points.map(BenchReport.Threads.init),
            memory: BenchReport.Memory(beforeLoadMib: memory, afterLoadMib: loaded, afterRunsMib: used),
            choice: choice(session, inputs, curve, trial),
            notes: notes(session.model, inputs, curve, isGiven: !request.isEmpty)
        )
    }

    /// The first row, once the model has taken it.
    private func firstRun(
        _ session: OnnxSession,
        _ inputs: inout SampleInputs,
        isGiven: Bool
    ) throws -> [Tensor] {
        guard let single = inputs.next(rows: 1) else {
            throw EdgeError(
                "\(session.file): inputs of its shapes cannot be made up; give them with --input NAME=1,2,3"
            )
        }
        do throws(InferenceError) {
            _ = try session.run(single, outputs: [])
        } catch {
            guard !isGiven else { throw error }
            throw EdgeError(
                "\(session.file) refuses made-up inputs, so it cannot be measured with them; "
                    + "give inputs that it takes with --input NAME=1,2,3 (\(error))"
            )
        }
        return single
    }

    private func latency(_ session: OnnxSession, _ inputs: [Tensor]) throws -> BenchReport.Latency {
        var times: [Duration] = []
        let start = Stopwatch.wall.now()
        while times.isEmpty || (Stopwatch.wall.now() - start < plan.time && times.count < Self.mostRuns) {
            times.append(try Stopwatch.wall.time(session, inputs))
        }
        times.sort()
        let quantile = { (share: Double) in
            times[min(times.count - 1, Int(Double(times.count) * share))].roundedMicroseconds
        }
        return BenchReport.Latency(
            runs: times.count,
            p50Us: quantile(0.5),
            p90Us: quantile(0.9),
            p99Us: quantile(0.99),
            meanUs: (times.reduce(.zero, +) / times.count).roundedMicroseconds
        )
    }

    private func curve(_ session: OnnxSession, _ inputs: inout SampleInputs) throws -> BatchCurve {
        let measurement = BatchMeasurement(budget: plan.time, sizes: plan.rows, stopwatch: .wall)
        return try measurement.curve(of: session, &inputs) ?? BatchCurve(points: [])
    }

    private func threads(_ session: OnnxSession, _ inputs: [Tensor]) throws -> ThreadTrial.Result {
        let candidates = plan.threads ?? ThreadTrial.candidates(processors: processors)
        let trial = ThreadTrial(workbench: .foreground, budget: plan.time, endsEarly: false)
        let result = try trial.compare(session, with: candidates, inputs) { (threads) throws(InferenceError) in
            try OnnxSession(runtime: runtime, path: path, options: SessionOptions(intraThreads: threads))
        }
        return result ?? ThreadTrial.Result()
    }

    /// What a node with `auto` for everything would do.
    private func choice(
        _ session: OnnxSession,
        _ inputs: SampleInputs,
        _ curve: BatchCurve,
        _ trial: ThreadTrial.Result
    ) -> BenchReport.Choice {
        guard !session.model.hasFreeInnerSizes, let single = curve.points.first else {
            return BenchReport.Choice(batchCap: 1, threads: 1, ownThread: true)
        }
        var inputs = inputs
        let isJoined =
            curve.limit > 1 && RowIndependence.holds(for: session, &inputs, rows: min(curve.limit, Self.trialRows))
        let threads = single.run > ModelProfile.slow ? trial.threads : 1
        let chosen = trial.points.first { $0.threads == threads }?.run ?? single.run
        return BenchReport.Choice(
            batchCap: isJoined ? curve.limit : 1,
            threads: threads,
            ownThread: chosen > ModelProfile.slow
        )
    }

    private func notes(
        _ model: ModelDescription,
        _ inputs: SampleInputs,
        _ curve: BatchCurve,
        isGiven: Bool
    ) -> [String] {
        var notes: [String] = []
        if !isGiven {
            notes.append("measured with made-up numbers; --input NAME=1,2,3 measures with others")
            if model.hasFreeInnerSizes {
                notes.append("sizes that the model leaves open were taken as 1; give real ones with --input")
            }
        }
        if model.hasFreeInnerSizes {
            notes.append("what a run takes hangs on sizes that requests choose: a node would not join its requests")
        }
        if !inputs.takesRows {
            notes.append("the model takes one size of request only, so that nothing can be joined")
        } else if let missing = plan.rows?.filter({ rows in !curve.points.contains { $0.rows == rows } }),
            !missing.isEmpty
        {
            let list = missing.map(String.init).joined(separator: ", ")
            notes.append("the model failed with \(list) rows, or they take more than 16 MiB, so that they are left out")
        }
        return notes
    }
}

extension BenchReport.Batch {
    fileprivate init(_ point: BatchCurve.Point) {
        let seconds = point.run / .seconds(1)
        self.init(
            rows: point.rows,
            runUs: point.run.roundedMicroseconds,
            rowUs: point.perRow.roundedMicroseconds,
            rowsPerSecond: seconds > 0 ? (Double(point.rows) / seconds).rounded() : 0
        )
    }
}

extension BenchReport.Threads {
    fileprivate init(_ point: ThreadTrial.Point) {
        self.init(
            threads: point.threads,
            p50Us: point.run.roundedMicroseconds,
            speedUp: (point.speedUp * 100).rounded() / 100
        )
    }
}

extension Duration {
    /// Microseconds with two or, below ten, three digits after the point.
    fileprivate var roundedMicroseconds: Double {
        let value = self / .microseconds(1)
        let scale: Double = value < 10 ? 1000 : 100
        return (value * scale).rounded() / scale
    }
}
