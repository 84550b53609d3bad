import Glibc
public import Models
import Sandbox
public import Transfer

/// Probes bundles in a child process each: a model that crashes, bloats or never ends takes nobody along.
public struct ChildProber: Probing {
    /// Variables that the child is given, where they are set; it sees nothing else of the environment.
    static let variables = [
        "PATH", "LD_LIBRARY_PATH", "MARRAM_ONNXRUNTIME", "LANG", "LC_ALL", "TZ", "ASAN_OPTIONS", "TSAN_OPTIONS",
    ]

    private let executable: String
    private let arguments: [String]
    private let limits: ProbeLimits
    private let environment: [String: String]

    /// Makes a prober.
    ///
    /// - Parameters:
    ///   - executable: The program to start; by default the one that runs, also when its file was replaced since.
    ///   - arguments: What precedes the folder among its arguments.
    ///   - limits: What a probe may take.
    ///   - environment: The environment; the child is given what finds libraries, and nothing else.
    ///   - library: The ONNX Runtime that is configured; nil: it is looked for as always.
    public init(
        executable: String = "/proc/self/exe",
        arguments: [String] = ["probe"],
        limits: ProbeLimits,
        environment: [String: String],
        library: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments + (library.map { ["--library", $0] } ?? [])
        self.limits = limits
        // A child that crashes is to be gone, not to look into itself for half a minute.
        self.environment = environment.filter { Self.variables.contains($0.key) }
            .merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
    }

    /// Probes a bundle in a child, which is killed where it takes more than it may, or when it is cancelled.
    public func probe(_ bundle: VerifiedBundle, cancellation: Cancellation?) throws(UpdateError) -> ProbeReport {
        try probe(folder: bundle.folder) { cancellation?.isCancelled ?? false }
    }

    /// Probes the bundle in a folder.
    func probe(folder: String, isCancelled: () -> Bool) throws(UpdateError) -> ProbeReport {
        let program = ChildProgram(
            executable: executable,
            arguments: arguments + [
                "--memory", String(limits.memory), "--cpu", String(limits.processorSeconds),
                "--parent", String(getpid()), "--", folder,
            ],
            environment: environment
        )
        let ending: ChildEnding
        do throws(SandboxError) {
            var child = try ChildProcess(program)
            ending = child.wait(limit: limits.time, outputLimit: ProbeLine.mostBytes, isCancelled: isCancelled)
        } catch {
            throw UpdateError(.internal, "the probe could not be started: \(error)")
        }
        return try ProbeVerdict(limits: limits).judge(ending)
    }
}
