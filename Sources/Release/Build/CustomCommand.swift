import Glibc
import Sandbox
import Transfer

/// Runs the command that makes a component's artifacts, and shows what it writes, the component's name before each line.
struct CustomCommand {
    let component: String
    let words: [String]
    /// The absolute path of the folder that it runs in.
    let root: String
    /// Its whole environment.
    let environment: [String: String]
    let limit: Duration
    /// Bytes that it may write before it is ended.
    let outputLimit: Int
    let journal: any ReleaseJournal
    let cancellation: Cancellation

    /// Runs it to its end.
    ///
    /// - Throws: `command`: it does not start, fails or writes too much; `timeout`: it takes too long. What it has
    ///   started is ended too.
    func run() throws(ReleaseError) {
        // The shell finds the program in PATH.
        let program = ChildProgram(
            executable: "/bin/sh",
            arguments: ["-c", "exec \"$@\"", "sh"] + words,
            environment: environment
        )
        var lines = CommandLines(subject: component, journal: journal)
        let ending: ChildEnding.Cause
        do throws(SandboxError) {
            ending = try GuardedProcess(program, folder: root).wait(
                limit: limit,
                outputLimit: outputLimit,
                isCancelled: { cancellation.isCancelled },
                onOutput: { lines.take($0) }
            )
        } catch {
            throw ReleaseError(.command, "\(component): \(error)")
        }
        lines.finish()
        try judge(ending, lines.last)
    }

    private func judge(_ ending: ChildEnding.Cause, _ last: [String]) throws(ReleaseError) {
        let command = "\(component): the command '\(words.joined(separator: " "))' in \(root)"
        let tail = ([""] + last).joined(separator: "\n  ")
        switch ending {
        case .exited(0): return
        case .exited(let code): throw ReleaseError(.command, "\(command) ended with exit code \(code)\(tail)")
        case .signal: throw ReleaseError(.command, "\(command) was ended by \(ending)\(tail)")
        case .timedOut:
            throw ReleaseError(
                .timeout,
                "\(command) took longer than \(limit); make it faster, or allow more with --timeout\(tail)"
            )
        case .cancelled: throw ReleaseError(.command, "\(command) was cancelled")
        case .flooded:
            throw ReleaseError(
                .command,
                "\(command) wrote more than \(outputLimit >> 20) MiB of output; let it write less\(tail)"
            )
        }
    }
}
