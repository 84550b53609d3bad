import Foundation
import Glibc
import Support
import Testing

@testable import Sandbox

@Suite("A child process")
struct ChildProcessTests {
    private static func run(
        _ executable: String,
        _ arguments: [String] = [],
        environment: [String: String] = [:],
        limit: Duration = .seconds(180),
        outputLimit: Int = 10_000,
        isCancelled: () -> Bool = { false }
    ) throws -> ChildEnding {
        var child = try ChildProcess(
            ChildProgram(executable: executable, arguments: arguments, environment: environment)
        )
        return child.wait(limit: limit, outputLimit: outputLimit, isCancelled: isCancelled)
    }

    private static func shell(_ script: String, _ arguments: String...) throws -> ChildEnding {
        try run("/bin/sh", ["-c", script] + arguments, environment: ["PATH": "/usr/bin:/bin"])
    }

    private static func text(_ ending: ChildEnding) -> String { String(decoding: ending.output, as: UTF8.self) }

    @Test(
        "[probe-1] tells how it ended, and what it said",
        arguments: [
            ("echo out; echo err >&2; exit 7", ChildEnding.Cause.exited(7), "out\n", "err\n"),
            ("printf 'a\\033b' >&2", .exited(0), "", "a\u{FFFD}b"),
            ("kill -SEGV $$", .signal(SIGSEGV), "", ""),
            ("kill -KILL $$", .signal(SIGKILL), "", ""),
            ("cat", .exited(0), "", ""),
        ]
    )
    func ending(script: String, cause: ChildEnding.Cause, output: String, errors: String) throws {
        let ending = try Self.shell(script)
        #expect(ending.cause == cause)
        #expect(Self.text(ending) == output)
        #expect(ending.errors == errors)
        #expect(ending.residentBytes == 0)
    }

    @Test("[probe-1] tells what it took, where that is more than this process ever did")
    func memory() throws {
        let wanted = (ProcessMemory.peak() ?? 0) + (64 << 20)
        let ending = try Self.shell("head -c \(wanted) /dev/zero | tail -c \(wanted) | wc -c")
        #expect(ending.residentBytes >= wanted)
    }

    @Test("[probe-1] starts once its file is let go of by whoever has just written it")
    func busy() throws {
        let folder = try TemporaryFolder()
        let script = try BusyScript(in: folder)
        #expect(try Self.run(script.path).cause == .exited(7))
    }

    @Test("[probe-1] is told apart from one that does not start")
    func absent() {
        let error = #expect(throws: SandboxError.self) { _ = try Self.run("/none/program") }
        #expect(error?.message == "/none/program does not start: No such file or directory")
    }

    @Test("[probe-2] has the environment and the descriptors that it was given, and no others")
    func inheritance() throws {
        let leaked = unsafe open("/dev/null", O_RDONLY)
        defer { close(leaked) }
        #expect(leaked > STDERR_FILENO)
        #expect(try Self.text(Self.run("/usr/bin/env", environment: ["A": "b c"])) == "A=b c\n")
        let listed = try Self.text(Self.run("/bin/ls", ["/proc/self/fd"])).split(separator: "\n").map(String.init)
        // One more is the listing's own.
        #expect(listed == ["0", "1", "2", "3"])
    }

    @Test("[probe-2] has no signal blocked or ignored")
    func signals() throws {
        let before = signal(SIGUSR2, SIG_IGN)
        defer { _ = signal(SIGUSR2, before) }
        let status = try Self.text(Self.run("/bin/grep", ["-E", "^Sig(Blk|Ign)", "/proc/self/status"]))
        let masks = status.split(whereSeparator: \.isWhitespace).compactMap { UInt64($0, radix: 16) }
        #expect(masks.count == 2)
        // Signals 32 and 33 are the C library's own.
        #expect(masks.map { $0 & 0x7FFF_FFFF } == [0, 0], "\(status)")
    }

    @Test("[probe-3] that writes without end is killed, and no more is kept than may be")
    func flood() throws {
        let ending = try Self.run("/usr/bin/yes", outputLimit: 5000)
        #expect(ending.cause == .flooded)
        #expect(ending.output.count == 5000)
    }

    @Test("[probe-3] of whose last words the last are kept")
    func words() throws {
        let ending = try Self.shell("yes word | head -c 1000000 >&2; echo last >&2; exit 3")
        #expect(ending.cause == .exited(3))
        #expect(ending.errors.utf8.count == 4096)
        #expect(ending.errors.hasSuffix("word\nlast\n"))
    }

    @Test("[probe-4] is killed when its time is up")
    func time() throws {
        #expect(try Self.run("/bin/sleep", ["1000"], limit: .milliseconds(50)).cause == .timedOut)
    }

    @Test("[probe-4] is killed with all that it has started when it is cancelled")
    func group() throws {
        let fifo = try Fifo()
        var child = try ChildProcess(
            ChildProgram(
                executable: "/bin/sh",
                arguments: ["-c", "exec 9>\"$0\"; sleep 1000 & echo ready >&9; sleep 1000", fifo.path],
                environment: ["PATH": "/usr/bin:/bin"]
            )
        )
        let ending = child.wait(limit: .seconds(180), outputLimit: 100) { fifo.read() == "ready\n" }
        #expect(ending.cause == .cancelled)
        #expect(fifo.isForsaken())
    }

    @Test("[probe-4] takes what it has started along when it ends by itself")
    func remains() throws {
        let fifo = try Fifo()
        let ending = try Self.shell("exec 9>\"$0\"; sleep 1000 & exit 0", fifo.path)
        #expect(ending.cause == .exited(0))
        #expect(fifo.isForsaken())
    }

    @Test("[probe-4] that nobody waits for is killed")
    func dropped() throws {
        let fifo = try Fifo()
        do {
            let child = try ChildProcess(
                ChildProgram(
                    executable: "/bin/sh",
                    arguments: ["-c", "exec 9>\"$0\"; echo ready >&9; exec sleep 1000", fifo.path],
                    environment: ["PATH": "/usr/bin:/bin"]
                )
            )
            #expect(fifo.await() == "ready\n")
            _ = child.identifier
        }
        #expect(fifo.isForsaken())
    }
}
