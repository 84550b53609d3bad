import Glibc
import Logging
import Sandbox

/// Trains in a child process that comes last on this machine, keeps to its memory, and ends with this process.
struct ChildTrainer: Sendable {
    /// The program ends.
    struct Stopped: Error {}

    private static let outputBytes = 64 << 10
    /// Bytes that libraries reserve and do not touch: OpenBLAS 128 MiB for each buffer, and it tries for ever to get them.
    private static let reservedBytes = 512 << 20
    /// The most characters of a reason.
    private static let reasonLength = 600

    let executable: String
    private let environment: [String: String]
    private let memory: Int
    private let timeout: Duration
    private let logger: Logger

    /// Makes a trainer.
    ///
    /// - Parameters:
    ///   - executable: The program to start; by default the one that runs, also when its file was replaced since.
    ///   - settings: What training may take.
    ///   - environment: The environment; the child is given what finds libraries, and nothing else.
    ///   - library: The ONNX Runtime that is configured; nil: it is looked for as always.
    ///   - logger: Is told what the child writes.
    init(
        executable: String = "/proc/self/exe",
        _ settings: Settings.Retrain.Local,
        environment: [String: String],
        library: String?,
        logger: Logger
    ) {
        self.executable = executable
        memory = settings.memory
        timeout = settings.timeout
        self.logger = logger
        let variables = ChildProber.variables + ["MARRAM_LAPACK"]
        var chosen = environment.filter { variables.contains($0.key) }
        chosen["SWIFT_BACKTRACE"] = "enable=no"
        // Libraries that would take every processor take one.
        for name in ["OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"] { chosen[name] = "1" }
        if let library { chosen["MARRAM_ONNXRUNTIME"] = library }
        self.environment = chosen
    }

    /// Runs the program, which keeps what it needs for a moment in `folder`.
    ///
    /// It ends with the thread that calls, which waits for it.
    ///
    /// - Throws: `Stopped`, or an `EdgeError` with why no model came of it.
    func train(_ arguments: [String], folder: String, until stop: () -> Bool) throws {
        let program = ChildProgram(
            executable: executable,
            arguments: arguments + ["--memory", String(memory + Self.reservedBytes), "--parent", String(getpid())],
            environment: environment.merging(["TMPDIR": folder]) { $1 }
        )
        let ending: ChildEnding
        var isTooLarge = false
        do throws(SandboxError) {
            var child = try ChildProcess(program)
            let process = child.identifier
            ending = child.wait(limit: timeout, outputLimit: Self.outputBytes) {
                isTooLarge = ProcessMemory.resident(of: process).map { $0 > memory } ?? false
                return isTooLarge || stop()
            }
        } catch {
            throw EdgeError("the training could not be started: \(error)")
        }
        var lines = OutputLines()
        let show: (OutputLines.Line) -> Void = { line in
            if case .text(let text) = line { logger.info("training", metadata: ["output": "\(text)"]) }
        }
        for bytes in [ending.output, Array(ending.errors.utf8)] {
            lines.take(bytes, show: show)
            lines.finish(show: show)
        }
        guard !isTooLarge else {
            throw EdgeError(
                "the training took more memory than the \(memory) bytes of retrain.local.memory; raise it, or have fewer rows "
                    + "kept (retrain.local.rows)"
            )
        }
        try judge(ending.cause, lines.last.last.map { ": \($0)" } ?? "")
    }

    private func judge(_ cause: ChildEnding.Cause, _ last: String) throws {
        switch cause {
        case .exited(0): return
        case .cancelled: throw Stopped()
        case .timedOut:
            throw EdgeError("the training took longer than retrain.local.timeout; raise it, or have fewer rows kept")
        case .flooded: throw EdgeError("the training wrote more than \(Self.outputBytes) bytes")
        case .exited: throw EdgeError("the training failed\(last.prefix(Self.reasonLength))")
        case .signal:
            throw EdgeError(
                "the training was ended by \(cause)\(last.prefix(Self.reasonLength)); where it ran out of memory, raise "
                    + "retrain.local.memory or have fewer rows kept (retrain.local.rows)"
            )
        }
    }
}
