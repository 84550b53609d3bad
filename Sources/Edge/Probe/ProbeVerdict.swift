import Glibc
import Models
import Sandbox

/// Says what the end of a probing child means for the bundle.
struct ProbeVerdict {
    /// Bytes of what a child wrote to standard error that are handed on.
    private static let tail = 400

    let limits: ProbeLimits

    /// - Throws: what the child has said, or what its end says.
    func judge(_ ending: ChildEnding) throws(UpdateError) -> ProbeReport {
        switch ending.cause {
        case .exited(0):
            guard let line = ProbeLine(ending.output) else { throw crash("its answer cannot be read", ending) }
            return try line.result.get()
        case .exited, .flooded: throw crash("\(ending.cause)", ending)
        case .signal(SIGXCPU): throw timeout("all the processor time that it may")
        case .signal: throw crash("\(ending.cause)", ending)
        case .timedOut: throw timeout("longer than \(limits.time)")
        case .cancelled: throw UpdateError(.cancelled, "the probe was cancelled")
        }
    }

    private func timeout(_ found: String) -> UpdateError {
        UpdateError(
            .probeTimeout,
            "the probe took \(found); use a quicker model, or raise inference.probe_timeout"
        )
    }

    /// A child that ran out of memory mostly has no memory left to say so.
    private func crash(_ what: String, _ ending: ChildEnding) -> UpdateError {
        let said = said(ending.errors)
        let isFull = ending.residentBytes / 10 * 11 >= limits.memory
        if isFull || ProbeFailure.tellsOfMemory(ending.errors) {
            return UpdateError(
                .probeMemory,
                "the probe ran out of memory; use a smaller model, or raise inference.probe_memory (\(what)\(said))"
            )
        }
        return UpdateError(.probeCrash, "the probe crashed: \(what)\(said)")
    }

    private func said(_ errors: String) -> String {
        let lines = errors.split(whereSeparator: \.isNewline).joined(separator: " ")
        guard !lines.isEmpty else { return "" }
        return "; it said: " + String(decoding: lines.utf8.suffix(Self.tail), as: UTF8.self)
    }
}
