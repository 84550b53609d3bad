public import Inference
public import Models
import Sandbox
import Tensors

/// Tries a bundle's model out, in a process of its own that is confined: the model is not trusted.
public struct ModelProbe {
    /// Runs that are timed, unless time is up before.
    private static let mostRuns = 200
    private static let longestMeasurement = Duration.seconds(2)

    private let files: ProbeFiles
    private let runtime: OnnxRuntime
    private let isConfined: Bool
    private let stopwatch = Stopwatch.wall

    /// Makes a probe of the bundle in a folder; `isConfined` is reported as it is.
    public init(folder: String, runtime: OnnxRuntime, isConfined: Bool) {
        files = ProbeFiles(folder: folder)
        self.runtime = runtime
        self.isConfined = isConfined
    }

    /// The line that says what came of the bundle in a folder, its end included.
    ///
    /// `load` finds the library that runs models; where it fails, that is said, and not the bundle's fault.
    public static func line(
        folder: String,
        isConfined: Bool,
        load: () throws(InferenceError) -> OnnxRuntime
    ) -> [UInt8] {
        let runtime: OnnxRuntime
        do {
            runtime = try load()
        } catch {
            return line(refusing: UpdateError(.internal, "\(error)"))
        }
        do {
            return ProbeLine(.success(try ModelProbe(folder: folder, runtime: runtime, isConfined: isConfined).run()))
                .bytes()
        } catch {
            return line(refusing: error)
        }
    }

    /// The line that says that nothing came of it.
    public static func line(refusing error: UpdateError) -> [UInt8] { ProbeLine(.failure(error)).bytes() }

    /// Loads the model, compares its inputs and outputs with the manifest, runs the golden tests and takes times.
    ///
    /// - Throws: `bad_manifest`, `requires`, `probe_failed`, `probe_slow` or `probe_memory`, with what was found.
    public func run() throws(UpdateError) -> ProbeReport {
        let manifest = try files.manifest()
        let start = stopwatch.now()
        let session = try load()
        let took = stopwatch.now() - start
        let seconds = took / .seconds(1)
        if let limit = manifest.gates.loadSeconds, seconds > limit {
            throw UpdateError(.probeSlow, "the model took \(Self.text(seconds)) s to load; gates.load_s is \(limit)")
        }
        if let ports = manifest.ports { try PortCheck.check(session.model, against: ports) }
        let golden = try GoldenRun(files: files, manifest: manifest, session: session).run()
        let times = try times(session, golden)
        let p99 = times.percentile99
        try judge(p99, manifest.gates.probeP99Milliseconds)
        let report = ProbeReport(
            loadMilliseconds: (seconds * 1_000_000).rounded() / 1000,
            p99Microseconds: p99.map { Int($0 / .microseconds(1)) },
            rssMiB: ((ProcessMemory.peak() ?? 0) + (1 << 20) - 1) >> 20,
            tests: manifest.tests.count,
            runs: times.count,
            runtime: runtime.version,
            isConfined: isConfined
        )
        if let limit = manifest.gates.rssMiB, report.rssMiB > limit {
            throw UpdateError(.probeMemory, "the probe took \(report.rssMiB) MiB; gates.rss_mib is \(limit)")
        }
        return report
    }

    private func load() throws(UpdateError) -> OnnxSession {
        do {
            return try OnnxSession(runtime: runtime, path: files.folder, options: SessionOptions())
        } catch {
            throw ProbeFailure.loading(error)
        }
    }

    /// The times of runs on golden inputs, else on made-up ones; none where the model does not take those.
    private func times(_ session: OnnxSession, _ golden: [[Tensor]]) throws(UpdateError) -> [Duration] {
        var inputs = golden
        if inputs.isEmpty {
            var samples = SampleInputs(madeUpFor: session.model)
            guard let sample = samples.next(rows: 1) else { return [] }
            do {
                _ = try session.run(sample, outputs: [])
            } catch {
                // It may refuse made-up values, such as an index out of range; not for want of memory.
                let failure = ProbeFailure.running(error, "made-up inputs")
                if failure.code == .probeMemory { throw failure }
                return []
            }
            inputs = [sample]
        }
        var times: [Duration] = []
        let start = stopwatch.now()
        while times.count < Self.mostRuns, times.isEmpty || stopwatch.now() - start < Self.longestMeasurement {
            do throws(InferenceError) {
                times.append(try stopwatch.time(session, inputs[times.count % inputs.count]))
            } catch {
                throw ProbeFailure.running(error, "a run that was timed")
            }
        }
        return times
    }

    private func judge(_ p99: Duration?, _ limit: Double?) throws(UpdateError) {
        guard let limit else { return }
        guard let p99 else {
            throw UpdateError(
                .probeFailed,
                "gates.probe_p99_ms cannot be judged, since the model does not take made-up inputs; add golden tests"
            )
        }
        let milliseconds = p99 / .milliseconds(1)
        guard milliseconds > limit else { return }
        throw UpdateError(
            .probeSlow,
            "the 99th percentile of a run is \(Self.text(milliseconds)) ms; gates.probe_p99_ms is \(limit)"
        )
    }

    private static func text(_ number: Double) -> String { "\((number * 1000).rounded() / 1000)" }
}

extension [Duration] {
    /// The time that 99 of 100 runs stay within, by nearest rank; nil without runs.
    fileprivate var percentile99: Duration? {
        isEmpty ? nil : sorted()[(count * 99 + 99) / 100 - 1]
    }
}
